package dev.dcore.sim.consensus;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.consensus.RaftTrace;
import dev.dcore.kernel.consensus.Role;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.runtime.GroupTrace;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;

/// Strikes when it hurts: just when a replica did what others will rely on, such as a vote or a
/// truncation, its machine loses its power, or the process is killed, or cut off from all others.
/// Faults that come at any time seldom meet the few milliseconds that count.
final class RaftAmbush implements Observer {
  private static final long SOON_NANOS = Duration.ofMillis(6).toNanos();
  private static final long BACK_MIN_NANOS = Duration.ofMillis(50).toNanos();
  private static final long BACK_MAX_NANOS = Duration.ofMillis(1_500).toNanos();

  /// How likely it strikes; each run draws one. The last leaves few elections in peace.
  private static final double[] CHANCES = {0, 0.01, 0.05, 0.25};

  private final Simulation simulation;
  private final RaftChecker checker;
  private final long beginNanos;
  private final long endNanos;
  private final double chance;
  private final Choice strikes;
  private final Choice delay;
  private final Choice way;
  private final Choice back;
  private int happened;

  RaftAmbush(Simulation simulation, RaftChecker checker, long beginNanos, long endNanos) {
    this.simulation = simulation;
    this.checker = checker;
    this.beginNanos = beginNanos;
    this.endNanos = endNanos;
    Choices choices = simulation.choices("ambush");
    this.chance = CHANCES[choices.choice("chance").below(CHANCES.length)];
    this.strikes = choices.choice("strikes");
    this.delay = choices.choice("delay");
    this.way = choices.choice("way");
    this.back = choices.choice("back");
  }

  int happened() {
    return happened;
  }

  @Override
  public void traced(SimProcess process, TraceEvent event) {
    double likely =
        switch (event) {
          case RaftTrace.RoleChanged changed ->
              changed.role() == Role.LEADER || changed.role() == Role.CANDIDATE ? 3 : 1;
          case RaftTrace.Truncated _, RaftTrace.Reconfiguring _, RaftTrace.Installed _ -> 3;
          case GroupTrace.Checkpointed _, GroupTrace.Opened _ -> 0.5;
          case RaftTrace.Appended _ -> 0.05;
          default -> 0;
        };
    long now = simulation.queue().nowNanos();
    if (likely == 0 || now < beginNanos || now >= endNanos || !strikes.chance(likely * chance)) {
      return;
    }
    SimProcess leader = checker.leader();
    boolean rival =
        event instanceof RaftTrace.RoleChanged changed && changed.role() == Role.CANDIDATE;
    if (rival && leader != null && leader != process && way.chance(0.5)) {
      // A leader that does not hear that there will be another.
      happened++;
      cutOff(leader, back.between(BACK_MIN_NANOS, BACK_MAX_NANOS));
      return;
    }
    int life = process.starts();
    simulation
        .queue()
        .in(
            delay.between(0, SOON_NANOS),
            () -> {
              if (process.running() && process.starts() == life) {
                strike(process);
              }
            });
  }

  private void strike(SimProcess process) {
    happened++;
    long absent = back.between(BACK_MIN_NANOS, BACK_MAX_NANOS);
    switch (way.below(4)) {
      case 0 -> {
        process.kill();
        simulation.queue().in(absent, () -> start(process));
      }
      case 1 -> cutOff(process, absent);
      default -> {
        process.losePower();
        simulation.queue().in(absent, () -> start(process));
      }
    }
  }

  private void cutOff(SimProcess process, long nanos) {
    for (SimProcess peer : simulation.processes()) {
      simulation.network().cut(process.index(), peer.index());
    }
    simulation
        .queue()
        .in(
            nanos,
            () -> {
              for (SimProcess peer : simulation.processes()) {
                simulation.network().heal(process.index(), peer.index());
              }
            });
  }

  private static void start(SimProcess process) {
    if (!process.running()) {
      process.start();
    }
  }
}
