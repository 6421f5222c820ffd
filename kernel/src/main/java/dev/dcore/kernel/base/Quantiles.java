package dev.dcore.kernel.base;

/// The exponential distribution with mean 1, as a table: a simulated message draws one, and a
/// logarithm each would be a tenth of its cost.
final class Quantiles {
  static final int BITS = 12;

  /// At place i the quantile of (i + 1/2) / 4096.
  static final double[] EXPONENTIAL = new double[1 << BITS];

  static {
    for (int i = 0; i < EXPONENTIAL.length; i++) {
      EXPONENTIAL[i] = -StrictMath.log(1 - (i + 0.5) / EXPONENTIAL.length);
    }
  }

  private Quantiles() {}
}
