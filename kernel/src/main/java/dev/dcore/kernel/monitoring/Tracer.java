package dev.dcore.kernel.monitoring;

/// Where a node's trace events go. Called on the node's loop, so it must not block.
@FunctionalInterface
public interface Tracer {
  /// Sees nothing.
  Tracer NONE = (nowNanos, event) -> {};

  void trace(long nowNanos, TraceEvent event);

  /// Whether events of this level are wanted: whoever makes costly ones asks before.
  default boolean wants(TraceEvent.Level level) {
    return level != TraceEvent.Level.STEP;
  }
}
