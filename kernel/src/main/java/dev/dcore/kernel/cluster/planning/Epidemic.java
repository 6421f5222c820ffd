package dev.dcore.kernel.cluster.planning;

/// How rumors spread when each holder tells `fanout` random members a round, and each message is
/// lost with some probability, independently.
///
/// @param members how many there are
/// @param fanout messages a round and holder
/// @param loss of one message, 0 to 1
public record Epidemic(int members, int fanout, double loss) {
  /// A median run takes this much longer than the sum of both phases' means (Pittel's O(1) term),
  /// and one in a hundred two rounds more.
  private static final double ROUNDS_TO_P99 = 2;

  /// Messages that arrive, a round and holder.
  double contacts() {
    return fanout * (1 - loss);
  }

  /// Rounds until all have heard, in one run of two: `log(n) / log(1 + f) + ln(n) / f`, with f the
  /// messages that arrive. The first part is the growth from one holder, the second the time until
  /// the last is told (B. Pittel, "On spreading a rumor", SIAM J. Appl. Math. 1987; f = 1 there).
  public double roundsMedian() {
    double n = Math.max(2, members);
    return StrictMath.log(n) / StrictMath.log(1 + contacts()) + StrictMath.log(n) / contacts();
  }

  /// Rounds until all have heard, in 99 runs of 100.
  public double roundsP99() {
    return roundsMedian() + ROUNDS_TO_P99;
  }

  /// The probability that a given member never hears of a rumor that each holder sends `sends`
  /// times: the residue of rumor mongering, `s = e^(-m(1-s))`, for small s (A. Demers et al.,
  /// "Epidemic algorithms for replicated database maintenance", PODC 1987, section 1.4).
  public double missed(int sends) {
    double arriving = sends * (1 - loss);
    double residue = StrictMath.exp(-arriving);
    // Two steps of the fixed point: beyond, nothing changes for five sends or more.
    residue = StrictMath.exp(-arriving * (1 - residue));
    return StrictMath.exp(-arriving * (1 - residue));
  }
}
