package dev.dcore.sim.monitoring;

import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceFields;

/// One number for a whole run: two runs with the same hash did the same, event by event. It is
/// built on `String.hashCode`, whose value the language fixes, so it is the same in every JVM.
public final class TraceHash implements TraceFields {
  private long hash;

  /// Folds in what a node did.
  public void event(int process, long nowNanos, TraceEvent event) {
    hash = Mix.combine(hash, process ^ (nowNanos << 16));
    text(event.name());
    event.describe(this);
  }

  /// Folds in something that happened in the world around the nodes.
  public void fact(long what, long nowNanos) {
    hash = Mix.combine(hash, what ^ (nowNanos << 16));
  }

  @Override
  public TraceFields field(String key, long value) {
    hash = Mix.combine(hash, value);
    return this;
  }

  @Override
  public TraceFields field(String key, String value) {
    text(value);
    return this;
  }

  private void text(String text) {
    hash = Mix.combine(hash, text.hashCode());
  }

  /// 16 hexadecimal digits.
  @Override
  public String toString() {
    return String.format("%016x", hash);
  }
}
