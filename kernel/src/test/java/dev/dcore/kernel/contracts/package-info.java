/// The contract suites of the ports: every implementation, real or simulated, passes the same
/// tests. Start with [TransportContract]; [DiskContract] and [AlarmContract] are alike.
///
/// A suite knows neither threads nor virtual time. It talks to a small harness that each world
/// writes once: `onLoop` runs code where the node would run, `await` lets the world go on until
/// something is so. A subclass in `io` or `sim` returns its harness, and that is all it does.
///
/// Invariant: this package never asks in which world it runs.
@NullMarked
package dev.dcore.kernel.contracts;

import org.jspecify.annotations.NullMarked;
