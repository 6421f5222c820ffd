package dev.dcore.sim.measure;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.sim.runtime.SimProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// How soon a machine without power is suspected, declared dead, and known dead by all.
///
/// In a cluster that holds one view, a few machines lose their power at random moments of one probe
/// period, and have it back once all know; when all hold one view again, the next few do. So one
/// cluster gives many samples, and none of them is of a cluster that still changes.
public final class CrashDetection {
  /// What did not happen within the limit.
  public static final long NEVER = Long.MAX_VALUE;

  /// Also the most patient who are compared have told all by then.
  private static final long LIMIT_NANOS = Duration.ofMinutes(3).toNanos();

  /// So long all may take to hold one view again; then the next crash comes nevertheless.
  private static final long SETTLE_NANOS_MAX = Duration.ofMinutes(2).toNanos();

  /// After that rumors still travel.
  private static final long REST_NANOS = Duration.ofSeconds(3).toNanos();

  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

  /// Of so many members one loses its power in each group: few enough that among a thousand crashes
  /// there is hardly one whose prober crashed, too.
  private static final int MEMBERS_A_CRASH = 400;

  /// One crash; times are from the crash on, or [#NEVER].
  ///
  /// @param suspectedNanos until the first suspicion anywhere
  /// @param diedNanos until somebody declared it dead
  /// @param allKnowNanos until all who ran throughout held it dead
  public record Sample(long suspectedNanos, long diedNanos, long allKnowNanos) {}

  private final MeasuredCluster cluster;
  private final Choice victimChoice;
  private final Choice momentChoice;
  private final List<Sample> samples = new ArrayList<>();
  private final List<Watched> group = new ArrayList<>();

  public CrashDetection(MeasuredCluster cluster) {
    this.cluster = cluster;
    Choices choices = cluster.choices("crash");
    this.victimChoice = choices.choice("victim");
    this.momentChoice = choices.choice("moment");
  }

  /// @param crashes how many
  /// @return one sample a crash, in no order; call once
  public List<Sample> run(int crashes) {
    int together = Math.max(1, cluster.simulation().processes().size() / MEMBERS_A_CRASH);
    while (samples.size() < crashes) {
      cluster.awaitOneView(SETTLE_NANOS_MAX);
      cluster.simulation().runFor(REST_NANOS);
      crash(Math.min(together, crashes - samples.size()));
    }
    return samples;
  }

  /// A group, from their crashes until they run again.
  private void crash(int count) {
    long period = cluster.config().probe().periodNanos();
    for (int i = 0; i < count; i++) {
      long at = momentChoice.between(0, period - 1);
      cluster.simulation().queue().in(at, () -> crash(pick()));
    }
    long limit = cluster.now() + period + LIMIT_NANOS;
    cluster.simulation().runFor(period);
    while (cluster.now() < limit && !group.stream().allMatch(Watched::known)) {
      cluster.simulation().runFor(LOOK_NANOS);
    }
    for (Watched each : group) {
      cluster.watch().unlisten(each);
      samples.add(each.sample());
      each.victim.start();
    }
    group.clear();
  }

  private void crash(SimProcess victim) {
    victim.losePower();
    Watched watched = new Watched(victim);
    cluster.watch().listen(watched);
    group.add(watched);
  }

  /// Somebody that runs and that all know; never the seed, whom all ask.
  private SimProcess pick() {
    List<SimProcess> processes = cluster.simulation().processes();
    while (true) {
      SimProcess process = processes.get(1 + victimChoice.below(processes.size() - 1));
      if (process.running() && knownBySome(process.index())) {
        return process;
      }
    }
  }

  private boolean knownBySome(int subject) {
    int knowing = 0;
    List<SimProcess> processes = cluster.simulation().processes();
    for (SimProcess process : processes) {
      knowing += cluster.watch().sees(process.index(), subject) ? 1 : 0;
    }
    return knowing > processes.size() / 2;
  }

  /// One crash until its machine has its power back.
  private final class Watched implements ViewWatch.Listener {
    private final SimProcess victim;
    private final int subject;
    private final long crashedNanos = cluster.now();
    private final BitSet unaware = cluster.running();
    private long suspected = NEVER;
    private long died = NEVER;
    private long allKnow = NEVER;

    Watched(SimProcess victim) {
      this.victim = victim;
      this.subject = victim.index();
      for (int i = unaware.nextSetBit(0); i >= 0; i = unaware.nextSetBit(i + 1)) {
        if (!cluster.watch().sees(i, subject)) {
          unaware.clear(i);
        }
      }
    }

    boolean known() {
      return allKnow != NEVER;
    }

    Sample sample() {
      return new Sample(suspected, died, allKnow);
    }

    @Override
    public void changed(SimProcess observer, int about, MemberEvent event) {
      if (about != subject) {
        return;
      }
      long after = cluster.now() - crashedNanos;
      if (event.kind() == MemberEvent.Kind.SUSPECTED) {
        suspected = Math.min(suspected, after);
      } else if (event.kind() == MemberEvent.Kind.DIED) {
        suspected = Math.min(suspected, after);
        died = Math.min(died, after);
        aware(observer.index());
      }
    }

    @Override
    public void stopped(SimProcess process) {
      aware(process.index());
    }

    private void aware(int observer) {
      unaware.clear(observer);
      if (unaware.isEmpty()) {
        allKnow = Math.min(allKnow, cluster.now() - crashedNanos);
      }
    }
  }
}
