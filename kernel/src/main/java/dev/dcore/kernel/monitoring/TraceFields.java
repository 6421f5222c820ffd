package dev.dcore.kernel.monitoring;

/// Receives the fields of a trace event in their order.
public interface TraceFields {
  TraceFields field(String key, long value);

  TraceFields field(String key, String value);

  /// A duration or an instant of the monotonic clock.
  default TraceFields nanos(String key, long nanos) {
    return field(key, nanos);
  }
}
