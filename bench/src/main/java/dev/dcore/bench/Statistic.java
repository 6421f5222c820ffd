package dev.dcore.bench;

/// Which one number speaks for all samples.
enum Statistic {
  MEAN("mean", 0),
  MEDIAN("median", 0.5),
  P99("p99", 0.99),
  P999("p99.9", 0.999),
  MAX("max", 1);

  private final String word;
  private final double rank;

  Statistic(String word, double rank) {
    this.word = word;
    this.rank = rank;
  }

  String word() {
    return word;
  }

  /// Fewer samples than this say nothing about the quantile.
  int samplesMin() {
    return this == P99 || this == P999 ? (int) Math.round(1 / (1 - rank)) : 1;
  }

  double of(Samples samples) {
    return switch (this) {
      case MEAN -> samples.mean();
      case MEDIAN -> samples.median();
      case P99, P999, MAX -> samples.quantile(rank);
    };
  }
}
