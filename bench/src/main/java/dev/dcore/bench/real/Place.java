package dev.dcore.bench.real;

import java.util.List;
import java.util.concurrent.Callable;

/// Where processes of a cluster run and what they listen on is reached: [Namespace] or [ThisHost].
public sealed interface Place permits Namespace, ThisHost {
  /// The words of a command that go before one which is to run there.
  List<String> prefix();

  /// Does something whose sockets are to be of that place.
  <T> T inside(Callable<T> work) throws RealFailed;
}
