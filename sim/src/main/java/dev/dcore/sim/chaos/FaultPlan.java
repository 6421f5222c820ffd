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
/// @param kinds what can happen
public record FaultPlan(
    long beginNanos,
    long endNanos,
    long slotNanos,
    long durationMaxNanos,
    double density,
    double staysDown,
    List<FaultKind> kinds) {
  public FaultPlan {
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
        List.of(FaultKind.values()));
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
    long seconds = choices.choice("duration-max-seconds").between(3, 40);
    double percent = choices.choice("density-percent").between(20, 100);
    return new FaultPlan(
        beginNanos,
        endNanos,
        slotNanos,
        Duration.ofSeconds(seconds).toNanos(),
        subset.isEmpty() ? 0 : percent / 100,
        staysDown,
        subset);
  }
}
