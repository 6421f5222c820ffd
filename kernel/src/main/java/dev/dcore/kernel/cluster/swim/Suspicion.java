package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One member under suspicion, and how long it has to refute.
///
/// The shortest time grows with the logarithm of the cluster's size, because a rumor needs that
/// many rounds to reach everybody (SWIM section 4.2, as in memberlist). A single accuser may be the
/// one that is ill: it waits several times as long, and the more others confirm what it says, by
/// probes of their own, the shorter (Lifeguard section IV B).
final class Suspicion {
  /// A suspect is first asked when others' words should have brought its refutation, at this share
  /// of the shortest time; and then again whenever so much longer has passed.
  private static final double FIRST_QUESTION = 0.5;

  private static final double NEXT_QUESTION = 1.3;

  /// However long this process stood still or was deaf, a suspicion comes to its end.
  private static final long WAIT_NANOS_MAX = Duration.ofSeconds(30).toNanos();

  private final long incarnation;
  private final long startedNanos;
  private final long stalledNanos;
  private final List<NodeId> accusers = new ArrayList<>(4);
  private boolean declared;
  private double questions = FIRST_QUESTION;

  /// @param incarnation of the member; another one is not under this suspicion
  /// @param stalledNanos how long this process had stood still when it began, see [Stalls]
  Suspicion(long incarnation, long startedNanos, long stalledNanos) {
    this.incarnation = incarnation;
    this.startedNanos = startedNanos;
    this.stalledNanos = stalledNanos;
  }

  long incarnation() {
    return incarnation;
  }

  long startedNanos() {
    return startedNanos;
  }

  /// In the order in which they were heard of.
  List<NodeId> accusers() {
    return accusers;
  }

  /// Somebody's own probe failed.
  ///
  /// @param accusersMax more make no difference
  /// @return whether that makes a difference
  boolean accuse(NodeId accuser, int accusersMax) {
    if (accusers.size() >= accusersMax || accusers.contains(accuser)) {
      return false;
    }
    return accusers.add(accuser);
  }

  /// Somebody else's suspicion had its time: as good as confirmed.
  ///
  /// @return whether that is news
  boolean declare() {
    boolean news = !declared;
    declared = true;
    return news;
  }

  /// The same, from now on.
  Suspicion restarted(long nowNanos, long stalledTotalNanos) {
    Suspicion anew = new Suspicion(incarnation, nowNanos, stalledTotalNanos);
    anew.accusers.addAll(accusers);
    anew.declared = declared;
    return anew;
  }

  /// Whether it is time to ask the suspect itself; then the next time comes later.
  ///
  /// @param waitedNanos for how long it has been suspected, without the time that this process
  ///   stood still
  boolean asks(long waitedNanos, long minNanos) {
    boolean now = waitedNanos >= questions * minNanos;
    if (now) {
      questions *= NEXT_QUESTION;
    }
    return now;
  }

  /// For how long it has lasted, without the time that this process stood still.
  ///
  /// @param stalledTotalNanos how long this process has stood still until now
  long waitedNanos(long nowNanos, long stalledTotalNanos) {
    return nowNanos - startedNanos - stoodStillNanos(stalledTotalNanos);
  }

  /// When it has had its time.
  ///
  /// @param stalledTotalNanos how long this process has stood still until now
  long dueNanos(SuspicionConfig config, int members, long periodNanos, long stalledTotalNanos) {
    int confirmations = declared ? config.confirmations() : Math.max(0, accusers.size() - 1);
    return startedNanos
        + stoodStillNanos(stalledTotalNanos)
        + timeoutNanos(config, members, periodNanos, confirmations);
  }

  /// For how long of it this process stood still, as far as that counts.
  private long stoodStillNanos(long stalledTotalNanos) {
    return Math.min(WAIT_NANOS_MAX, stalledTotalNanos - stalledNanos);
  }

  /// Of a suspicion that this many confirmed.
  ///
  /// @param members how many take part, this node included
  static long timeoutNanos(
      SuspicionConfig config, int members, long periodNanos, int confirmations) {
    long min = minNanos(config, members, periodNanos);
    // Beside accuser and accused there have to be so many.
    int expected = Math.min(config.confirmations(), members - 2);
    if (expected <= 0 || confirmations >= expected) {
      return min;
    }
    double max = min * config.maxFactor();
    double share = StrictMath.log(confirmations + 1.0) / StrictMath.log(expected + 1.0);
    return Math.max(min, (long) (max - (max - min) * share));
  }

  /// Nobody is declared dead sooner after it was first suspected.
  static long minNanos(SuspicionConfig config, int members, long periodNanos) {
    double scale = Math.max(1.0, StrictMath.log10(Math.max(1, members)));
    return (long) (Math.max(config.minPeriods(), config.multiplier() * scale) * periodNanos);
  }
}
