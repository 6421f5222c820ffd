package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.identity.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which events this node has heard: for each origin the highest number, and which of the [#WINDOW]
/// below it, as IPsec does against replay (RFC 4303, section 3.4.3). Confined to its node's loop.
final class HeardEvents {
  /// An event that comes after so many newer ones of its origin is taken for heard.
  static final int WINDOW = Long.SIZE;

  /// Beyond it the origin that was silent longest is forgotten, and an event of it that still went
  /// round would be heard twice; but a rumor lives for seconds.
  static final int ORIGINS_MAX = 16_384;

  private static final class Origin {
    long highest;
    long seen;
  }

  private final Map<NodeId, Origin> origins = new LinkedHashMap<>(16, 0.75f, true);

  /// @return whether this is the first time
  boolean add(NodeId origin, long number) {
    Origin known = origins.get(origin);
    if (known == null) {
      known = new Origin();
      origins.put(origin, known);
      forgetOldest();
    }
    if (number > known.highest) {
      long ahead = number - known.highest;
      known.seen = ahead >= WINDOW ? 1 : (known.seen << ahead) | 1;
      known.highest = number;
      return true;
    }
    long behind = known.highest - number;
    if (behind >= WINDOW || (known.seen & (1L << behind)) != 0) {
      return false;
    }
    known.seen |= 1L << behind;
    return true;
  }

  private void forgetOldest() {
    if (origins.size() > ORIGINS_MAX) {
      origins.remove(origins.keySet().iterator().next());
    }
  }
}
