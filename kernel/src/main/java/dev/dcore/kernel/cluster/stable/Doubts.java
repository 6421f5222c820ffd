package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who could not reach whom lately. Kept for everybody, member or not, for as long as probation
/// lasts.
final class Doubts {
  /// More do not make it surer. Beyond it the oldest doubt makes room, which nobody counts any more
  /// or which counts no longer than the new one: so nobody is past being doubted.
  private static final int DOUBTERS_MAX = 32;

  /// @param sinceByAccuser the oldest doubt first
  private record Against(long boot, Map<NodeId, Long> sinceByAccuser) {
    void doubt(long nowNanos, NodeId accuser) {
      sinceByAccuser.remove(accuser);
      if (sinceByAccuser.size() >= DOUBTERS_MAX) {
        sinceByAccuser.remove(sinceByAccuser.keySet().iterator().next());
      }
      sinceByAccuser.put(accuser, nowNanos);
    }
  }

  private final long keptNanos;
  private final Map<NodeId, Against> byTarget = new LinkedHashMap<>();
  private int purgeAt = DOUBTERS_MAX;

  /// @param keptNanos for how long a doubt is remembered
  Doubts(long keptNanos) {
    this.keptNanos = keptNanos;
  }

  /// A doubt stands against the life of the target in which it was uttered: an answer to an
  /// accusation, which raises the incarnation, does not mend the path.
  void add(long nowNanos, NodeId accuser, NodeId target, long incarnation) {
    long boot = Incarnation.boot(incarnation);
    Against known = byTarget.get(target);
    if (known == null || known.boot < boot) {
      known = new Against(boot, new LinkedHashMap<>());
      byTarget.put(target, known);
    }
    if (known.boot == boot) {
      known.doubt(nowNanos, accuser);
    }
    if (byTarget.size() >= purgeAt) {
      purge(nowNanos);
      purgeAt = Math.max(DOUBTERS_MAX, 2 * byTarget.size());
    }
  }

  /// How many different nodes doubted this process within the time. Who hears nothing doubts
  /// everybody: a doubter that is doubted itself, by `low` or more and by as many as its target,
  /// does not count.
  int against(long nowNanos, NodeId target, long boot, long withinNanos, int low) {
    Against known = byTarget.get(target);
    if (known == null || known.boot != boot) {
      return 0;
    }
    int credible = Math.max(low, count(nowNanos, target, withinNanos));
    int doubters = 0;
    for (Map.Entry<NodeId, Long> each : known.sinceByAccuser.entrySet()) {
      boolean lately = nowNanos - each.getValue() <= withinNanos;
      if (lately && count(nowNanos, each.getKey(), withinNanos) < credible) {
        doubters++;
      }
    }
    return doubters;
  }

  private int count(long nowNanos, NodeId target, long withinNanos) {
    Against known = byTarget.get(target);
    int doubters = 0;
    if (known != null) {
      for (long since : known.sinceByAccuser.values()) {
        doubters += nowNanos - since <= withinNanos ? 1 : 0;
      }
    }
    return doubters;
  }

  private void purge(long nowNanos) {
    Iterator<Against> each = byTarget.values().iterator();
    while (each.hasNext()) {
      Map<NodeId, Long> doubters = each.next().sinceByAccuser;
      doubters.values().removeIf(since -> nowNanos - since > keptNanos);
      if (doubters.isEmpty()) {
        each.remove();
      }
    }
  }
}
