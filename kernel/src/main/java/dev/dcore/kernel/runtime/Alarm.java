package dev.dcore.kernel.runtime;

/// The port to the monotonic clock's future. Confined to the loop.
@FunctionalInterface
public interface Alarm {
  /// The loop steps [RuntimeInput.Woken] once, at this time or soon after, never before. A later
  /// call replaces an earlier one; `Long.MAX_VALUE` is never.
  void wakeAt(long deadlineNanos);
}
