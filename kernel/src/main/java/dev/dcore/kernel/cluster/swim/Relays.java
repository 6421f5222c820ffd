package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.transport.Address;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The pings that this node sends for others, waiting for their answers.
final class Relays {
  /// Who asks has forgotten after two periods; more than this many at once is not a cluster at
  /// work.
  static final int PENDING_MAX = 4_096;

  /// @param requester where the answer goes
  /// @param sequence the requester's own
  /// @param target the low half of its id, as in pings
  record Pending(Address requester, long sequence, long target, long expiresNanos) {}

  private final Map<Long, Pending> bySequence = new LinkedHashMap<>();

  /// Remembers under which own sequence this node asks. Those that wait are not displaced: their
  /// timers are set, and are as many as they are.
  ///
  /// @return whether there was room
  boolean add(long ownSequence, Pending pending, long nowNanos) {
    Iterator<Pending> oldest = bySequence.values().iterator();
    while (oldest.hasNext()) {
      if (oldest.next().expiresNanos > nowNanos) {
        break;
      }
      oldest.remove();
    }
    boolean room = bySequence.size() < PENDING_MAX;
    if (room) {
      bySequence.put(ownSequence, pending);
    }
    return room;
  }

  /// Who asked for the answer with this sequence, or null; stays there.
  @Nullable Pending find(long ownSequence) {
    return bySequence.isEmpty() ? null : bySequence.get(ownSequence);
  }

  /// Who asked for the answer with this sequence, once; or null.
  @Nullable Pending take(long ownSequence) {
    return bySequence.remove(ownSequence);
  }
}
