package dev.dcore.node;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import java.time.Instant;
import java.util.List;

/// What a watcher of the cluster receives.
public sealed interface MemberChange {
  /// @param at when this node took notice, by the wall clock
  record Changed(Instant at, MemberEvent event) implements MemberChange {}

  /// An application told the cluster something, this node's own included.
  record Told(Instant at, ClusterEvent event) implements MemberChange {}

  /// All members as they are now: the first thing that every watcher receives, and what a watcher
  /// that fell behind receives instead of what it missed; events that it missed are lost. What
  /// follows it happened after it.
  ///
  /// @param members this node first
  record Resync(Instant at, List<Member> members) implements MemberChange {
    public Resync {
      members = List.copyOf(members);
    }
  }

  /// When this node took notice, by the wall clock.
  Instant at();
}
