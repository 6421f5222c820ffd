package dev.dcore.kernel.cluster.planning;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What somebody wants of a cluster, and the cheapest configuration that the formulas say gives it.
///
/// @param members of the cluster
/// @param detectWithinNanos from a crash until all know it, in 99 of 100
/// @param mistakesPerDay living members declared dead, in the whole cluster
/// @param loss of one datagram, 0 to 1
public record Wish(int members, long detectWithinNanos, double mistakesPerDay, double loss) {
  /// What is tried, the cheapest first.
  private static final double[] PERIODS_SECONDS = {
    10, 7, 5, 4, 3, 2.5, 2, 1.5, 1.25, 1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2
  };

  private static final int[] RELAYS = {3, 4, 6};
  private static final int[] SENDS = {12, 16, 20};
  private static final int FANOUT = 3;
  private static final int OBSERVERS = 6;
  private static final int CONFIRMATIONS = 3;

  /// An unconfirmed suspicion lasts so many times as long as a confirmed one (Lifeguard's beta).
  private static final int SUSPICION_FACTOR = 6;

  /// Longer than a round trip around the world.
  private static final long TIMEOUT_MAX_NANOS = Duration.ofMillis(300).toNanos();

  /// Shorter, and a garbage collection looks like a loss.
  private static final long TIMEOUT_MIN_NANOS = Duration.ofMillis(50).toNanos();

  private static final long GOSSIP_MAX_NANOS = Duration.ofMillis(100).toNanos();
  private static final long GOSSIP_MIN_NANOS = Duration.ofMillis(20).toNanos();

  /// Above it, datagrams are no way to talk.
  private static final double LOSS_MAX = 0.5;

  /// What a refusal offers instead is looked for in steps of a tenth, up to this many times the
  /// wish.
  private static final double OFFER_STEP = 1.1;

  private static final int OFFER_STEPS_MAX = 60;

  /// A configuration and what to expect of it.
  public record Plan(Timing timing, Forecast forecast) {}

  /// A wish that cannot be had.
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String sentence) {
      super(sentence);
    }
  }

  /// @throws IllegalArgumentException in one sentence for people
  public Wish {
    if (members < 2 || members > 100_000) {
      throw new IllegalArgumentException("a cluster to plan has 2 to 100000 nodes, not " + members);
    }
    if (detectWithinNanos <= 0) {
      throw new IllegalArgumentException("a crash cannot be known before it happens");
    }
    if (!(mistakesPerDay > 0)) {
      throw new IllegalArgumentException(
          "no configuration promises zero mistakes: wish for few, such as 0.001 a day");
    }
    if (!(loss >= 0 && loss <= LOSS_MAX)) {
      throw new IllegalArgumentException("the loss is between 0% and 50%");
    }
  }

  /// @throws Refused in one sentence, with what can be had instead
  public Plan plan() throws Refused {
    Plan plan = cheapest();
    if (plan != null) {
      return plan;
    }
    throw new Refused(
        String.format(
            Locale.ROOT,
            "%d nodes that lose %s of their datagrams cannot have every crash known within %s at"
                + " %s mistakes a day: %s",
            members,
            percent(loss),
            seconds(detectWithinNanos),
            number(mistakesPerDay),
            offer()));
  }

  private @Nullable Plan cheapest() {
    Plan best = null;
    for (double seconds : PERIODS_SECONDS) {
      for (int relays : RELAYS) {
        for (int sends : SENDS) {
          Plan plan = tried((long) (seconds * Forecast.NANOS_PER_SECOND), relays, sends);
          if (plan != null
              && plan.forecast.mistakesPerDay() <= mistakesPerDay
              && (best == null
                  || plan.forecast.bytesPerSecond() < best.forecast.bytesPerSecond())) {
            best = plan;
          }
        }
      }
    }
    return best;
  }

  /// With the suspicion as long as the wish allows.
  private @Nullable Plan tried(long periodNanos, int relays, int sends) {
    long timeout = clamp(3 * periodNanos / 10, TIMEOUT_MIN_NANOS, TIMEOUT_MAX_NANOS);
    long gossip = clamp(periodNanos / 10, GOSSIP_MIN_NANOS, GOSSIP_MAX_NANOS);
    Timing timing = timing(periodNanos, timeout, relays, 1, gossip, sends);
    long suspicion = detectWithinNanos - Forecast.of(timing, members, loss).allKnowNanos();
    if (suspicion < Forecast.refutableNanos(timing, members, loss)) {
      return null;
    }
    timing = timing(periodNanos, timeout, relays, suspicion, gossip, sends);
    return new Plan(timing, Forecast.of(timing, members, loss));
  }

  private static Timing timing(
      long period, long timeout, int relays, long suspicion, long gossip, int sends) {
    return new Timing(
        period,
        timeout,
        timeout,
        relays,
        suspicion,
        SUSPICION_FACTOR * suspicion,
        CONFIRMATIONS,
        OBSERVERS,
        gossip,
        FANOUT,
        sends);
  }

  private String offer() {
    double within = detectWithinNanos;
    for (int i = 0; i < OFFER_STEPS_MAX; i++) {
      within *= OFFER_STEP;
      if (new Wish(members, (long) within, mistakesPerDay, loss).cheapest() != null) {
        return "wish for " + seconds((long) within) + ", or for more mistakes";
      }
    }
    return "wish for more mistakes";
  }

  private static long clamp(long value, long min, long max) {
    return Math.max(min, Math.min(max, value));
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / Forecast.NANOS_PER_SECOND);
  }

  private static String percent(double share) {
    return number(share * 100) + "%";
  }

  /// Without digits that say nothing.
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
  }
}
