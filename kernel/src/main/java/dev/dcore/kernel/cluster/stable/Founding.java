package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import org.jspecify.annotations.Nullable;

/// When a node begins a lineage: it holds no view that could ever change, or observes one of whose
/// members it sees none alive; it is the first by id of those it sees alive, these are more than
/// half of all it has ever heard of, and nothing has changed for a while. Then as a rule exactly
/// one does, with everybody in its second view. When two do, in a split or by chance, one of the
/// lineages takes in the members of the other.
final class Founding {
  private final StableConfig config;
  private long quietSince = Long.MIN_VALUE;
  private @Nullable NodeId before;

  Founding(StableConfig config) {
    this.config = config;
  }

  /// The weak view, or this node's place in it, changed.
  void onChange(long nowNanos) {
    quietSince = nowNanos;
  }

  boolean isTime(Turn turn, NodeId self) {
    if (turn.nowNanos() - quietSince < config.foundingNanos()) {
      return false;
    }
    NodeId known = before;
    if (known != null && isAlive(turn.members().member(known))) {
      return false;
    }
    int alive = 0;
    int all = 0;
    before = null;
    for (Member each : turn.members().members()) {
      all += each.state() == MemberState.LEFT ? 0 : 1;
      if (isAlive(each)) {
        alive++;
        if (each.id().compareTo(self) < 0) {
          before = each.id();
        }
      }
    }
    return before == null && 2 * alive > all;
  }

  private static boolean isAlive(@Nullable Member member) {
    return member != null && member.state() == MemberState.ALIVE;
  }
}
