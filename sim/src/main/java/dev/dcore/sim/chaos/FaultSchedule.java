package dev.dcore.sim.chaos;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.sim.persistence.DiskFaults;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import dev.dcore.sim.transport.LinkProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Draws faults over a stretch of virtual time, and then ends them all: the liveness phase begins.
///
/// Time is cut into slots. Whether a slot has a fault, which, where and how long are draws of that
/// slot alone, so one fault can be taken out of a run and all others stay as they were.
public final class FaultSchedule {
  private static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();

  /// A start's work on the disk takes about so long.
  private static final long BOOT_NANOS = Duration.ofMillis(40).toNanos();

  /// Who was leaving when the faults ended is gone by then.
  private static final long STRAGGLERS_NANOS = Duration.ofSeconds(5).toNanos();

  /// What an input costs a node that is not slow, about: some system calls and a step.
  private static final long INPUT_NANOS = Duration.ofNanos(200_000).toNanos();

  /// How much slower a slow process is.
  private static final int[] SLOWNESS = {2, 5, 10, 20, 50, 100};

  /// A clock that is off by more is no clock: crystals keep 0.02 %, virtual machines' clocks were
  /// seen to lose some percent.
  private static final int DRIFT_PERMILLE_MAX = 50;

  /// What part of the cluster a partition cuts off, about. A split through the middle of a large
  /// cluster makes n squared verdicts, beside which no other fault shows: there the parts are
  /// small.
  private static final double[] SHARES = {0.02, 0.1, 0.5};

  private static final double[] SHARES_OF_LARGE = {0.002, 0.01, 0.03};
  private static final int LARGE = 200;

  /// What a full disk still takes, at most: a few writes, or part of one.
  private static final long SPACE_LEFT_MAX = 64 << 10;

  /// What happens to one directed link.
  private interface Link {
    void change(int from, int to);
  }

  private final Simulation simulation;
  private final FaultPlan plan;
  private final Map<FaultKind, Integer> fired = new EnumMap<>(FaultKind.class);
  private final Set<SimProcess> staysDown = new LinkedHashSet<>();
  private final List<UnaryOperator<LinkProfile>> degradations = new ArrayList<>();
  private boolean over;

  public FaultSchedule(Simulation simulation, FaultPlan plan) {
    this.simulation = simulation;
    this.plan = plan;
    for (FaultKind kind : plan.possible()) {
      fired.put(kind, 0);
    }
  }

  /// Schedules all slots. Call once, before time passes the plan's begin.
  public void arm() {
    int slot = 0;
    for (long at = plan.beginNanos(); at < plan.endNanos(); at += plan.slotNanos()) {
      Choices choices = simulation.choices("chaos").of("fault-" + slot++);
      simulation.queue().at(at, () -> strike(choices));
    }
    simulation.queue().at(plan.endNanos(), this::heal);
  }

  /// How often each kind really happened.
  public Map<FaultKind, Integer> fired() {
    return fired;
  }

  /// Who crashed and does not come back.
  public Set<SimProcess> staysDown() {
    return staysDown;
  }

  private void strike(Choices choices) {
    if (!choices.choice("happens").chance(plan.density())) {
      return;
    }
    FaultKind kind = plan.kinds().get(choices.choice("kind").below(plan.kinds().size()));
    long duration =
        choices
            .choice("duration")
            .between(Duration.ofSeconds(1).toNanos(), plan.durationMaxNanos());
    List<SimProcess> processes = simulation.processes();
    Choice target = choices.choice("target");
    SimProcess victim = processes.get(target.below(processes.size()));
    SimProcess other = processes.get(target.below(processes.size()));
    switch (kind) {
      case CRASH -> stop(kind, victim, duration, choices, victim::kill);
      case POWER_LOSS -> {
        stop(kind, victim, duration, choices, victim::losePower);
        // Now and then it goes again while the node counts its start.
        if (choices.choice("again").chance(0.5)) {
          long soon = choices.choice("again-after").between(0, BOOT_NANOS);
          after(duration + soon, () -> loseAgain(victim));
        }
      }
      case LEAVE -> leave(victim, duration);
      case PAUSE -> pause(kind, victim, duration, victim::pause);
      case SUSPEND -> pause(kind, victim, duration, victim::suspend);
      case CLOCK_DRIFT -> drift(victim, duration, choices);
      case SLOW_PROCESS -> slowDown(victim, duration, choices);
      case PARTITION -> partition(duration, choices);
      case ONE_WAY_CUT -> {
        simulation.network().cut(victim.index(), other.index());
        if (victim != other) {
          count(kind);
        }
        after(duration, () -> simulation.network().heal(victim.index(), other.index()));
      }
      case DEAF_OR_MUTE -> isolate(victim, choices.choice("mute").chance(0.5), duration);
      case LOSS -> degrade(kind, duration, profile -> profile.withLoss(loss(choices)));
      case DUPLICATION -> degrade(kind, duration, profile -> profile.withDuplication(0.3));
      case REORDERING -> degrade(kind, duration, profile -> profile.withReordering(0.3));
      case SLOW_NETWORK ->
          degrade(kind, duration, profile -> profile.withJitterMeanNanos(jitterMeanNanos(choices)));
      case DISK_ERRORS -> failDisk(victim, duration);
      case POWER_LOSS_OF_ALL -> loseAllPower(duration, choices);
      case DISK_STALLS -> stallDisk(victim, duration, choices);
      case DISK_FAILURES -> spoilDisk(victim, duration, choices);
      case DISK_FULL -> fillDisk(victim, duration, choices);
    }
  }

  private static double loss(Choices choices) {
    return choices.choice("loss-percent").between(5, 30) / 100.0;
  }

  private static long jitterMeanNanos(Choices choices) {
    return Duration.ofMillis(choices.choice("jitter-millis").between(20, 100)).toNanos();
  }

  private void stop(
      FaultKind kind, SimProcess victim, long duration, Choices choices, Runnable how) {
    if (!victim.running()) {
      return;
    }
    how.run();
    count(kind);
    if (choices.choice("stays-down").chance(plan.staysDown())) {
      staysDown.add(victim);
    }
    after(duration, () -> restart(victim));
  }

  private void leave(SimProcess victim, long duration) {
    if (victim.running() && !victim.paused() && victim.phase() == Phase.UP) {
      victim.command(new Command.Leave());
      count(FaultKind.LEAVE);
      after(duration, () -> restart(victim));
    }
  }

  private void loseAgain(SimProcess victim) {
    if (victim.running()) {
      victim.losePower();
      after(RETRY_NANOS, () -> restart(victim));
    }
  }

  /// A node uses its disk when it starts, so it is started on the failing one, again and again.
  private void failDisk(SimProcess victim, long duration) {
    if (!victim.running()) {
      return;
    }
    victim.kill();
    victim.disk().failWith(0.3);
    count(FaultKind.DISK_ERRORS);
    for (long at = RETRY_NANOS; at < duration; at += RETRY_NANOS) {
      after(at, () -> restart(victim));
    }
    after(
        duration,
        () -> {
          victim.disk().failWith(0);
          restart(victim);
        });
  }

  /// Each comes back in its own time.
  private void loseAllPower(long duration, Choices choices) {
    Choice back = choices.choice("back-after");
    for (SimProcess process : simulation.processes()) {
      if (process.running()) {
        process.losePower();
        count(FaultKind.POWER_LOSS_OF_ALL);
        after(back.between(0, duration), () -> restart(process));
      }
    }
  }

  private void stallDisk(SimProcess victim, long duration, Choices choices) {
    double share = choices.choice("stall-permille").between(5, 300) / 1000.0;
    victim.disk().failWith(DiskFaults.NONE.withStalls(share));
    count(FaultKind.DISK_STALLS);
    after(duration, () -> victim.disk().failWith(DiskFaults.NONE));
  }

  private void spoilDisk(SimProcess victim, long duration, Choices choices) {
    double writes = choices.choice("failing-writes-permille").between(0, 20) / 1000.0;
    double syncs = choices.choice("failing-syncs-permille").between(1, 100) / 1000.0;
    victim.disk().failWith(new DiskFaults(0, writes, syncs, 0, 0, 0));
    count(FaultKind.DISK_FAILURES);
    after(duration, () -> victim.disk().failWith(DiskFaults.NONE));
  }

  private void fillDisk(SimProcess victim, long duration, Choices choices) {
    victim.disk().leave(choices.choice("space-left").between(0, SPACE_LEFT_MAX));
    count(FaultKind.DISK_FULL);
    after(duration, () -> victim.disk().capacity(Long.MAX_VALUE));
  }

  private void pause(FaultKind kind, SimProcess victim, long duration, Runnable how) {
    if (!victim.running() || victim.paused()) {
      return;
    }
    int life = victim.starts();
    how.run();
    count(kind);
    after(
        duration,
        () -> {
          if (victim.paused() && victim.starts() == life) {
            victim.resume();
          }
        });
  }

  private void drift(SimProcess victim, long duration, Choices choices) {
    if (!victim.clockExact()) {
      return;
    }
    double share = choices.choice("drift-permille").between(1, DRIFT_PERMILLE_MAX) / 1000.0;
    victim.clockRate(choices.choice("fast").chance(0.5) ? 1 + share : 1 - share);
    count(FaultKind.CLOCK_DRIFT);
    after(duration, () -> victim.clockRate(1));
  }

  private void slowDown(SimProcess victim, long duration, Choices choices) {
    if (victim.slow()) {
      return;
    }
    victim.slowDown(INPUT_NANOS * SLOWNESS[choices.choice("slowness").below(SLOWNESS.length)]);
    count(FaultKind.SLOW_PROCESS);
    after(duration, () -> victim.slowDown(0));
  }

  private void partition(long duration, Choices choices) {
    Choice side = choices.choice("side");
    double[] shares = simulation.processes().size() < LARGE ? SHARES : SHARES_OF_LARGE;
    double share = shares[choices.choice("share").below(shares.length)];
    BitSet isolated = new BitSet();
    for (SimProcess process : simulation.processes()) {
      if (side.chance(share)) {
        isolated.set(process.index());
      }
    }
    simulation.network().split(isolated);
    int cutOff = isolated.cardinality();
    if (0 < cutOff && cutOff < simulation.processes().size()) {
      count(FaultKind.PARTITION);
    }
    after(duration, () -> simulation.network().rejoin(isolated));
  }

  private void isolate(SimProcess victim, boolean mute, long duration) {
    eachLink(victim, mute, simulation.network()::cut);
    count(FaultKind.DEAF_OR_MUTE);
    after(duration, () -> eachLink(victim, mute, simulation.network()::heal));
  }

  /// The links by which the victim speaks, or those by which it hears.
  private void eachLink(SimProcess victim, boolean mute, Link what) {
    for (SimProcess peer : simulation.processes()) {
      what.change((mute ? victim : peer).index(), (mute ? peer : victim).index());
    }
  }

  private void degrade(FaultKind kind, long duration, UnaryOperator<LinkProfile> how) {
    degradations.add(how);
    applyDegradations();
    count(kind);
    after(
        duration,
        () -> {
          degradations.remove(how);
          applyDegradations();
        });
  }

  /// Faults overlap; each one's end leaves the others.
  private void applyDegradations() {
    LinkProfile profile = LinkProfile.CALM;
    for (UnaryOperator<LinkProfile> each : degradations) {
      profile = each.apply(profile);
    }
    simulation.network().profile(profile);
  }

  private void restart(SimProcess victim) {
    if (!victim.running() && !staysDown.contains(victim)) {
      victim.start();
    }
  }

  private void after(long duration, Runnable action) {
    simulation
        .queue()
        .in(
            duration,
            () -> {
              if (!over) {
                action.run();
              }
            });
  }

  private void count(FaultKind kind) {
    fired.merge(kind, 1, Integer::sum);
  }

  private void heal() {
    over = true;
    simulation.log().endBuggify();
    simulation.network().healAll();
    simulation.network().profile(LinkProfile.CALM);
    for (SimProcess process : simulation.processes()) {
      process.disk().failWith(0);
      process.disk().capacity(Long.MAX_VALUE);
      process.slowDown(0);
      process.clockRate(1);
      if (process.paused()) {
        process.resume();
      }
      restart(process);
    }
    simulation.queue().in(STRAGGLERS_NANOS, () -> simulation.processes().forEach(this::restart));
  }
}
