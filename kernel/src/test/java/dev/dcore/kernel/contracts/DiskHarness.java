package dev.dcore.kernel.contracts;

import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import java.util.List;
import java.util.function.Consumer;

/// What the world gives to [DiskContract]: one empty data directory on a disk without faults, but
/// those that the suite asks for.
public interface DiskHarness extends World {
  /// Runs something on the node's loop and returns when it is done; what it throws comes out.
  void onLoop(Consumer<Disk> action);

  /// The completions so far, in their order.
  List<DiskEvent> events();

  /// From now on every operation on this file fails: it is a directory, or a fault is injected.
  void breakFile(String file);
}
