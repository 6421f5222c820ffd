package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.transport.Address;

/// What [Stable] wants done.
public sealed interface StableEffect {
  /// By datagram when the message may and fits, else on the stream.
  record Send(Address to, StableMessage message) implements StableEffect {}

  /// Sets or moves a timer.
  record SetTimer(StableTimer timer, long deadlineNanos) implements StableEffect {}

  record CancelTimer(StableTimer timer) implements StableEffect {}

  /// This node holds another view.
  ///
  /// @param member whether this process is in it
  record ViewChanged(StableView view, boolean member) implements StableEffect {}

  record Trace(StableTrace event) implements StableEffect {}
}
