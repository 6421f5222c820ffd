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
/// One machine after the other loses its power, at random moments, and has it back once it has been
/// dead for long, so that one settled cluster gives many samples.
public final class CrashDetection {
  /// What never happened before the machine had its power back.
  public static final long NEVER = Long.MAX_VALUE;

  /// One crash; times are from the crash on, or [#NEVER].
  ///
  /// @param suspectedNanos until the first suspicion anywhere
  /// @param diedNanos until somebody declared it dead
  /// @param allKnowNanos until all who ran throughout held it dead
  public record Sample(long suspectedNanos, long diedNanos, long allKnowNanos) {}

  /// How crashes come.
  ///
  /// @param count how many
  /// @param spacingNanos one falls at random into each stretch of this length
  /// @param downNanos how long a machine has no power; longer than all could need to know
  public record Plan(int count, long spacingNanos, long downNanos) {
    /// So many are without power at a time, on average; more would disturb what is measured.
    private static final double DOWN_SHARE = 0.04;

    /// Patience enough for all who are compared, with their usual parameters.
    public static Plan of(int nodes, int count) {
      return of(nodes, count, Duration.ofSeconds(40));
    }

    public static Plan of(int nodes, int count, Duration down) {
      return new Plan(count, (long) (down.toNanos() / (DOWN_SHARE * nodes)), down.toNanos());
    }
  }

  private final MeasuredCluster cluster;
  private final Plan plan;
  private final List<Sample> samples = new ArrayList<>();

  public CrashDetection(MeasuredCluster cluster, Plan plan) {
    this.cluster = cluster;
    this.plan = plan;
  }

  /// @return one sample a crash, in no order; call once
  public List<Sample> run() {
    Choices choices = cluster.choices("crash");
    Choice victim = choices.choice("victim");
    Choice moment = choices.choice("moment");
    for (int i = 0; i < plan.count; i++) {
      long at = i * plan.spacingNanos + moment.between(0, plan.spacingNanos - 1);
      cluster.simulation().queue().in(at, () -> crash(pick(victim)));
    }
    cluster.simulation().runFor(plan.count * plan.spacingNanos + plan.downNanos);
    return samples;
  }

  /// Somebody that runs and that all know; never the seed, whom all ask.
  private SimProcess pick(Choice draw) {
    List<SimProcess> processes = cluster.simulation().processes();
    while (true) {
      SimProcess process = processes.get(1 + draw.below(processes.size() - 1));
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

  private void crash(SimProcess victim) {
    victim.losePower();
    Watched watched = new Watched(victim.index());
    cluster.watch().listen(watched);
    cluster
        .simulation()
        .queue()
        .in(
            plan.downNanos,
            () -> {
              cluster.watch().unlisten(watched);
              samples.add(watched.sample());
              victim.start();
            });
  }

  /// One crash until its machine has its power back.
  private final class Watched implements ViewWatch.Listener {
    private final int subject;
    private final long crashedNanos = cluster.now();
    private final BitSet unaware = cluster.running();
    private long suspected = NEVER;
    private long died = NEVER;
    private long allKnow = NEVER;

    Watched(int subject) {
      this.subject = subject;
      for (int i = unaware.nextSetBit(0); i >= 0; i = unaware.nextSetBit(i + 1)) {
        if (!cluster.watch().sees(i, subject)) {
          unaware.clear(i);
        }
      }
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
