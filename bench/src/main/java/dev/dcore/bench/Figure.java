package dev.dcore.bench;

import java.util.Locale;

/// What is measured, in which unit, and what it has to be.
///
/// @param target inclusive, or [#NONE]
record Figure(String name, String unit, Bound bound, double target) {
  /// The target where there is nothing to judge by: no value meets it.
  static final double NONE = Double.NaN;

  /// On which side of its target a figure is good.
  enum Bound {
    AT_MOST("≤"),
    AT_LEAST("≥");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    /// For programs: `at most`.
    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  static Figure atMost(String name, String unit, double target) {
    return new Figure(name, unit, Bound.AT_MOST, target);
  }

  static Figure atLeast(String name, String unit, double target) {
    return new Figure(name, unit, Bound.AT_LEAST, target);
  }

  /// For people.
  String targetWords() {
    return !isJudged() ? "-" : bound.sign + " " + Row.number(target);
  }

  boolean isJudged() {
    return !Double.isNaN(target);
  }

  boolean isMetBy(double value) {
    return switch (bound) {
      case AT_MOST -> value <= target;
      case AT_LEAST -> value >= target;
    };
  }
}
