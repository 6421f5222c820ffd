package dev.dcore.sim.chaos;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Which faults come, when, and how hard.
///
/// @param beginNanos the first slot's time
/// @param endNanos when all faults are over
/// @param slotNanos one fault at most begins per slot
/// @param durationMaxNanos how long one lasts at most
/// @param density probability that a slot has a fault
/// @param staysDown probability that who crashes does not come back
/// @param possible what is counted, also when it does not happen
/// @param kinds what of it can happen
public record FaultPlan(
    long beginNanos,
    long endNanos,
    long slotNanos,
    long durationMaxNanos,
    double density,
    double staysDown,
    List<FaultKind> possible,
    List<FaultKind> kinds) {
  private static final long SECOND_NANOS = 1_000_000_000;

  /// What a cluster's membership has to live with.
  public static final List<FaultKind> OF_MEMBERSHIP =
      List.of(
          FaultKind.CRASH,
          FaultKind.POWER_LOSS,
          FaultKind.PAUSE,
          FaultKind.SUSPEND,
          FaultKind.CLOCK_DRIFT,
          FaultKind.SLOW_PROCESS,
          FaultKind.LEAVE,
          FaultKind.PARTITION,
          FaultKind.ONE_WAY_CUT,
          FaultKind.DEAF_OR_MUTE,
          FaultKind.LOSS,
          FaultKind.DUPLICATION,
          FaultKind.REORDERING,
          FaultKind.SLOW_NETWORK,
          FaultKind.DISK_ERRORS);

  /// What replicas have to live with. A disk that cannot be read, or reads what was not written, is
  /// not among it.
  public static final List<FaultKind> OF_CONSENSUS =
      List.of(
          FaultKind.CRASH,
          FaultKind.POWER_LOSS,
          FaultKind.POWER_LOSS_OF_ALL,
          FaultKind.PAUSE,
          FaultKind.SUSPEND,
          FaultKind.CLOCK_DRIFT,
          FaultKind.SLOW_PROCESS,
          FaultKind.LEAVE,
          FaultKind.PARTITION,
          FaultKind.ONE_WAY_CUT,
          FaultKind.DEAF_OR_MUTE,
          FaultKind.LOSS,
          FaultKind.DUPLICATION,
          FaultKind.REORDERING,
          FaultKind.SLOW_NETWORK,
          FaultKind.DISK_STALLS,
          FaultKind.DISK_FAILURES,
          FaultKind.DISK_FULL);

  public FaultPlan {
    possible = List.copyOf(possible);
    kinds = List.copyOf(kinds);
  }

  /// Hard enough that each kind comes up several times in 50 seeds.
  public static FaultPlan over(long beginNanos, long endNanos) {
    return new FaultPlan(
        beginNanos,
        endNanos,
        Duration.ofSeconds(4).toNanos(),
        Duration.ofSeconds(25).toNanos(),
        0.8,
        0.15,
        OF_MEMBERSHIP,
        OF_MEMBERSHIP);
  }

  /// Of what replicas have to live with, in a run of half a minute: an election takes a second or
  /// two, so faults come as often and last as long. All come back.
  public static FaultPlan ofConsensus(long beginNanos, long endNanos) {
    return new FaultPlan(
        beginNanos,
        endNanos,
        Duration.ofMillis(1_500).toNanos(),
        Duration.ofSeconds(6).toNanos(),
        0.7,
        0,
        OF_CONSENSUS,
        OF_CONSENSUS);
  }

  /// This plan with a subset and a strength of its own: many faults of few kinds find what a few of
  /// each kind do not, since one fault often hides another (Groce et al., "Swarm testing", ISSTA
  /// 2012).
  ///
  /// @param choices the run's own
  public FaultPlan swarm(Choices choices) {
    Choice included = choices.choice("included");
    List<FaultKind> subset = new ArrayList<>();
    for (FaultKind kind : kinds) {
      if (included.chance(0.5)) {
        subset.add(kind);
      }
    }
    long most = Math.max(3, durationMaxNanos * 8 / 5 / SECOND_NANOS);
    long seconds = choices.choice("duration-max-seconds").between(3, most);
    double percent = choices.choice("density-percent").between(20, 100);
    return new FaultPlan(
        beginNanos,
        endNanos,
        slotNanos,
        Duration.ofSeconds(seconds).toNanos(),
        subset.isEmpty() ? 0 : percent / 100,
        staysDown,
        possible,
        subset);
  }
}
