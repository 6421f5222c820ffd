package dev.dcore.bench;

import org.jspecify.annotations.Nullable;

/// What is measured of a cluster of real processes.
enum RealAspect {
  JOIN("real, all see all once all are bound", "s", 1.8),
  KILLED("real, a killed one is seen dead by all", "s", 11.5),
  FROZEN("real, a frozen one is seen dead by all", "s", 9.6),
  PROCESSOR("real, idle processor", "CPU s/node/min", 0.16),
  BYTES("real, idle bytes sent", "KB/s/node", 0.25),
  MEMORY("real, memory", "MiB/node", 80);

  private final String words;
  private final String unit;
  private final double known;

  /// @param known what serf had on two cores at 64 nodes, when none runs beside ours; the bytes and
  ///   the memory have targets of their own
  RealAspect(String words, String unit, double known) {
    this.words = words;
    this.unit = unit;
    this.known = known;
  }

  /// Ours has to be ahead of serf's in the same run.
  Figure figure(int nodes, @Nullable Baseline serf) {
    double target =
        switch (this) {
          case MEMORY -> known;
          case BYTES -> serf == null ? known : Math.min(known, serf.value());
          default -> serf == null ? known : serf.value();
        };
    return Figure.atMost(words + ", " + nodes + " nodes", unit, Row.rounded(target));
  }
}
