package dev.dcore.kernel.contracts;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// How a suite lets time pass, in whichever world it runs.
public interface World extends AutoCloseable {
  /// Lets the world go on until the condition holds.
  ///
  /// In `io` it looks again and again in real time, up to a deadline of some 20 seconds. In `sim`
  /// it takes one scheduled event after another, up to some 20 minutes of virtual time, or until
  /// nothing is scheduled.
  ///
  /// @return whether the condition held
  boolean await(BooleanSupplier condition);

  /// Lets this much time pass. The suites use it only to see that something does not happen.
  void pass(Duration time);

  /// Ends everything that was opened.
  @Override
  void close();
}
