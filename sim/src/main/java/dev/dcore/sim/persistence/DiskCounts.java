package dev.dcore.sim.persistence;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How often each [DiskFault] happened.
public final class DiskCounts {
  private final Map<DiskFault, Long> counts = new EnumMap<>(DiskFault.class);

  void add(DiskFault fault) {
    add(fault, 1);
  }

  void add(DiskFault fault, long times) {
    if (times > 0) {
      counts.merge(fault, times, Long::sum);
    }
  }

  /// Adds what happened on another disk.
  public void add(DiskCounts other) {
    other.counts.forEach(this::add);
  }

  public long of(DiskFault fault) {
    return counts.getOrDefault(fault, 0L);
  }

  /// Those that happened.
  public Map<DiskFault, Long> all() {
    return Collections.unmodifiableMap(counts);
  }
}
