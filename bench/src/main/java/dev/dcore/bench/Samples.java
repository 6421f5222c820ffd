package dev.dcore.bench;

import java.util.List;

/// The same figure measured several times.
///
/// @param sorted from the smallest to the largest
record Samples(List<Double> sorted) {
  Samples {
    sorted = sorted.stream().sorted().toList();
  }

  int count() {
    return sorted.size();
  }

  boolean isEmpty() {
    return sorted.isEmpty();
  }

  double min() {
    return sorted.getFirst();
  }

  double max() {
    return sorted.getLast();
  }

  /// The mean of the two in the middle when their number is even.
  double median() {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double mean() {
    return sorted.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /// The smallest sample that so great a share of them does not exceed (nearest rank).
  double quantile(double share) {
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
