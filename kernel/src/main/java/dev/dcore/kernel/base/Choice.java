package dev.dcore.kernel.base;

/// One labelled sequence of draws; each method consumes one ordinal.
///
/// Every draw names its quiet value: what a run without surprises would have drawn. Zero, the low
/// end and false, unless said otherwise. Confined to its node's loop.
public final class Choice {
  private final long key;
  private final ChoiceLog.Track track;
  private long ordinal;

  Choice(long key, ChoiceLog.Track track) {
    this.key = key;
    this.track = track;
  }

  /// Uniform in [0, bound); quiet value 0.
  public int below(int bound) {
    Invariant.check(bound > 0, "a draw needs a positive bound");
    return (int) settle(Math.unsignedMultiplyHigh(next(), bound), 0);
  }

  /// Uniform in [low, high], both included; quiet value `low`.
  public long between(long low, long high) {
    Invariant.check(low <= high, "a draw needs low <= high");
    return settle(low + Math.unsignedMultiplyHigh(next(), high - low + 1), low);
  }

  /// True with the given probability; quiet value false.
  public boolean chance(double probability) {
    if (probability <= 0) {
      ordinal++;
      return false;
    }
    return settle(unit() < probability ? 1 : 0, 0) != 0;
  }

  /// 64 uniform bits; quiet value 0.
  public long bits() {
    return settle(next(), 0);
  }

  /// An exponentially distributed duration, in 4,096 steps, so at most nine times the mean; quiet
  /// value 0.
  public long exponential(long meanNanos) {
    long bits = next();
    double quantile = Quantiles.EXPONENTIAL[(int) (bits >>> (64 - Quantiles.BITS))];
    return settle((long) (quantile * meanNanos), 0);
  }

  private double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  private long next() {
    return Mix.at(key, ordinal++);
  }

  private long settle(long drawn, long quiet) {
    return track.settle(ordinal - 1, drawn, quiet);
  }
}
