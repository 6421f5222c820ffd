package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Two living nodes of one name, as after a split in which the name was given anew: the one with
/// the lower id keeps it, and the other stops.
///
/// Serf lets the majority of the members vote, whose answer depends on who is asked and what is
/// lost, so that both may lose. An id is the same for all and for ever: everybody knows the winner
/// without asking, and it is the same after the next split.
final class NameConflict {
  /// So long the rival has to be believed alive: longer than it takes to find it dead if it is.
  static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

  private final Self self;
  private final MemberTable table;
  private NodeId rival = NodeId.NONE;
  private long sinceNanos;

  NameConflict(Self self, MemberTable table) {
    this.self = self;
    this.table = table;
  }

  /// Looks at the members, now and then.
  ///
  /// @return why this node has to stop, in one sentence, or null
  @Nullable String lost(long nowNanos) {
    int slot = table.slot(self.profile().name());
    boolean loses =
        slot != MemberTable.NONE
            && table.state(slot) == MemberState.ALIVE
            && table.id(slot).compareTo(self.id()) < 0;
    if (!loses) {
      rival = NodeId.NONE;
      return null;
    }
    if (!rival.equals(table.id(slot))) {
      rival = table.id(slot);
      sinceNanos = nowNanos;
    }
    return nowNanos - sinceNanos < PATIENCE_NANOS
        ? null
        : "the name "
            + self.profile().name()
            + " belongs to another living member at "
            + table.address(slot)
            + ", whose id is lower: give this node another name";
  }
}
