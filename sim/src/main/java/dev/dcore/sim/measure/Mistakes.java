package dev.dcore.sim.measure;

import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.sim.runtime.SimProcess;
import java.util.BitSet;

/// How often members are declared dead that run and can be reached.
///
/// As in Lifeguard (Dadgar, Phillips, Currey 2017, arXiv 1707.00788, section V): each declaration
/// in each view counts, unless it is about a member that was made slow.
public final class Mistakes implements ViewWatch.Listener {
  private final BitSet slow;
  private final MeasuredCluster cluster;
  private final BitSet wronged = new BitSet();
  private long declarations;
  private long atHealthy;
  private long suspicions;

  /// @param slow the indexes of members about which nothing is a mistake
  public Mistakes(MeasuredCluster cluster, BitSet slow) {
    this.cluster = cluster;
    this.slow = slow;
    cluster.watch().listen(this);
  }

  public void end() {
    cluster.watch().unlisten(this);
  }

  /// False deaths, in all views (Lifeguard's FP).
  public long declarations() {
    return declarations;
  }

  /// Of these, in views of members that were not slow (Lifeguard's FP-).
  public long atHealthy() {
    return atHealthy;
  }

  /// False suspicions, in all views.
  public long suspicions() {
    return suspicions;
  }

  /// How many members were declared dead somewhere.
  public int wronged() {
    return wronged.cardinality();
  }

  @Override
  public void changed(SimProcess observer, int subject, MemberEvent event) {
    if (slow.get(subject) || !cluster.simulation().processes().get(subject).running()) {
      return;
    }
    if (event.kind() == MemberEvent.Kind.SUSPECTED) {
      suspicions++;
    } else if (event.kind() == MemberEvent.Kind.DIED) {
      declarations++;
      atHealthy += slow.get(observer.index()) ? 0 : 1;
      wronged.set(subject);
    }
  }
}
