package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.seeding.Snapshot;
import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is gone and has no row in the table any more: the reaped, and those that this node knew to
/// be gone before its own restart. So that a claim that comes late, from a queue or from a node
/// that slept, does not bring them back (the death certificates of A. Demers et al., "Epidemic
/// algorithms for replicated database maintenance", PODC 1987, section 2).
///
/// Invariant: who is here is not in the table.
final class Graves {
  /// @param reaped whether this node had it in its table for as long as it was to; if not, others
  ///   may still have it there
  record Grave(long incarnation, MemberState state, boolean reaped) {
    /// Whether this is nothing new of who lies here.
    boolean covers(long toldIncarnation, MemberState told) {
      return RankIndex.rank(toldIncarnation, told) <= RankIndex.rank(incarnation, state);
    }
  }

  private final Map<NodeId, Grave> graves = new LinkedHashMap<>();

  @Nullable Grave find(NodeId id) {
    return graves.get(id);
  }

  /// Above [Snapshot#TOMBSTONES_MAX] the oldest is forgotten.
  void bury(NodeId id, Grave grave) {
    graves.remove(id);
    graves.put(id, grave);
    if (graves.size() > Snapshot.TOMBSTONES_MAX) {
      graves.remove(graves.keySet().iterator().next());
    }
  }

  /// It is in the table again.
  void open(NodeId id) {
    graves.remove(id);
  }

  /// To be remembered over a restart, the latest first.
  List<Snapshot.Tombstone> tombstones() {
    List<Snapshot.Tombstone> tombstones = new ArrayList<>();
    graves.forEach(
        (id, grave) ->
            tombstones.add(
                new Snapshot.Tombstone(id, grave.incarnation, grave.state, grave.reaped)));
    return tombstones.reversed();
  }
}
