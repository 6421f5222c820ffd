package dev.dcore.bench;

import org.jspecify.annotations.Nullable;

/// What is measured of a cluster of real processes.
enum RealAspect {
  JOIN("real, all see all once all are bound", "s", Figure.NONE),
  KILLED("real, a killed one is seen dead by all", "s", Figure.NONE),
  FROZEN("real, a frozen one is seen dead by all", "s", Figure.NONE),
  PROCESSOR("real, idle processor", "CPU s/node/min", Figure.NONE),
  BYTES("real, idle bytes sent", "KB/s/node", 0.25),
  MEMORY("real, memory", "MiB/node", 80);

  private final String words;
  private final String unit;
  private final double own;

  /// @param own a target that does not depend on serf, or [Figure#NONE]
  RealAspect(String words, String unit, double own) {
    this.words = words;
    this.unit = unit;
    this.own = own;
  }

  /// Whether it is measured of a cluster that is left alone.
  boolean whileIdle() {
    return this == PROCESSOR || this == BYTES || this == MEMORY;
  }

  /// Ours has to be ahead of serf's in the same run; without one there is nothing to judge it by.
  Figure figure(int nodes, @Nullable Baseline serf) {
    double beside = serf == null ? Figure.NONE : Row.rounded(serf.value());
    double target =
        switch (this) {
          case MEMORY -> own;
          // Of NONE and a number, NONE.
          case BYTES -> Math.min(own, beside);
          default -> beside;
        };
    return Figure.atMost(words + ", " + nodes + " nodes", unit, target);
  }
}
