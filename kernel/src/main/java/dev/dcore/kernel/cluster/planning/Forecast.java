package dev.dcore.kernel.cluster.planning;

/// What the formulas say of one configuration in one cluster.
///
/// ```text
///  crash        first suspicion                       dead for one            dead for all
///    |--- period ---|-- timeout, relays --|--- suspicion ---|--- log n rounds ---|
/// ```
///
/// A mistake takes a probe of a living member that fails on every path ([ProbeOdds]), and then that
/// it does not hear of its suspicion, or that one of the others does not hear of the refutation in
/// time ([Epidemic#missed]); who missed it is repaired when a ping and its ack show that the views
/// differ, once a period.
///
/// These are sums of tails, for independent losses: good to a factor of a few, which the simulator
/// then checks.
///
/// @param firstSuspicionNanos from the crash, at the latest
/// @param allKnowNanos from the crash until all know, in 99 of 100
/// @param suspicionsPerDay of living members, in the whole cluster
/// @param mistakesPerDay of living members declared dead, in the whole cluster
/// @param idleBytesPerSecond that each node sends while nothing happens, with IP and UDP headers
/// @param bytesPerSecond that each node sends at this loss
public record Forecast(
    long firstSuspicionNanos,
    long allKnowNanos,
    double suspicionsPerDay,
    double mistakesPerDay,
    double idleBytesPerSecond,
    double bytesPerSecond) {
  static final double SECONDS_PER_DAY = 86_400;
  static final double NANOS_PER_SECOND = 1e9;

  /// IPv4 and UDP header, frame header and tag.
  private static final int DATAGRAM_BYTES = 28 + 44 + 16;

  /// What ping and ack say beside, together.
  private static final int PING_AND_ACK_BYTES = 70;

  /// An accusation, or a claim without tags, about.
  private static final int RUMOR_BYTES = 60;

  /// A ping there and back on a stream: handshakes and frames, both ways.
  private static final int STREAM_PROBE_BYTES = 700;

  /// @param loss of one datagram, 0 to 1
  public static Forecast of(Timing timing, int members, double loss) {
    double period = timing.periodNanos() / NANOS_PER_SECOND;
    Epidemic epidemic = new Epidemic(members, timing.fanout(), loss);
    ProbeOdds odds = new ProbeOdds(loss, Math.min(timing.relays(), members - 2), true);
    long first = timing.periodNanos() + timing.timeoutNanos() + timing.relayNanos();
    long spread = (long) (epidemic.roundsP99() * timing.gossipPeriodNanos());
    double suspicions = members / period * odds.fails();
    double mistakes = suspicions * notRefuted(timing, members, loss, epidemic, odds.fails());
    double idle = (2 * DATAGRAM_BYTES + PING_AND_ACK_BYTES) / period;
    double escalation =
        odds.directFails()
            * (timing.relays() * (4 * DATAGRAM_BYTES + 2 * PING_AND_ACK_BYTES) + STREAM_PROBE_BYTES)
            / period;
    double rumors = suspicions * 2 * timing.sends() * (DATAGRAM_BYTES + RUMOR_BYTES);
    return new Forecast(
        first,
        first + timing.suspicionMinNanos() + spread,
        suspicions * SECONDS_PER_DAY,
        mistakes * SECONDS_PER_DAY,
        idle,
        idle + escalation + rumors);
  }

  /// How long a suspicion must at least last so that it can be refuted: the accusation has to come
  /// to the accused, and the refutation to all.
  static long refutableNanos(Timing timing, int members, double loss) {
    Epidemic epidemic = new Epidemic(members, timing.fanout(), loss);
    return (long) (2 * epidemic.roundsP99() * timing.gossipPeriodNanos());
  }

  /// The probability that a suspicion of a living member ends in its death.
  private static double notRefuted(
      Timing timing, int members, double loss, Epidemic epidemic, double probeFails) {
    double missed = epidemic.missed(timing.sends());
    int observers = Math.min(timing.observers(), Math.max(0, members - 2));
    double unheard = missed * StrictMath.pow(loss, observers);
    // Ping and ack, of which one has to arrive where the other digest is known.
    double unrepaired = 1 - (1 - loss) * (1 - loss);
    long refutable = refutableNanos(timing, members, loss);
    double sum = 0;
    for (int confirmed = 0; confirmed <= observers; confirmed++) {
      long spare = timing.suspicionNanos(confirmed) - refutable;
      double repairs = StrictMath.floor((double) spare / timing.periodNanos());
      double late = spare < 0 ? 1 : members * missed * StrictMath.pow(unrepaired, repairs);
      sum += binomial(observers, confirmed, probeFails) * Math.min(1, unheard + late);
    }
    return sum;
  }

  /// The probability of `hits` in `trials`.
  static double binomial(int trials, int hits, double probability) {
    double ways = 1;
    for (int i = 0; i < hits; i++) {
      ways = ways * (trials - i) / (i + 1);
    }
    return ways
        * StrictMath.pow(probability, hits)
        * StrictMath.pow(1 - probability, trials - hits);
  }
}
