package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who was removed though it perhaps still runs, and when something was last said against it: it
/// comes back when nothing was for a while. So a member that flaps does not flap in the view.
final class Probation {
  /// Who is removed and never heard of again is forgotten when so many others were since.
  private static final int REMOVED_MAX = 4_096;

  private record Removed(long boot, long troubledNanos) {}

  private final long lastsNanos;
  private final Map<NodeId, Removed> removed = new LinkedHashMap<>();

  Probation(long lastsNanos) {
    this.lastsNanos = lastsNanos;
  }

  void onRemoved(long nowNanos, StableMember member) {
    removed.put(member.id(), new Removed(member.boot(), nowNanos));
    if (removed.size() > REMOVED_MAX) {
      removed.remove(removed.keySet().iterator().next());
    }
  }

  /// Somebody suspects it, or it died.
  void onTrouble(long nowNanos, NodeId id, long incarnation) {
    Removed known = removed.get(id);
    if (known != null && known.boot == Incarnation.boot(incarnation)) {
      removed.put(id, new Removed(known.boot, nowNanos));
    }
  }

  /// Whether this process has to wait. A later life of the node begins anew.
  boolean holds(long nowNanos, NodeId id, long boot) {
    Removed known = removed.get(id);
    return known != null && known.boot == boot && nowNanos - known.troubledNanos < lastsNanos;
  }
}
