package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which doubts this node has heard of, so that each is passed on once. The epoch in which it was
/// uttered tells its age.
final class Doubts {
  /// Older ones say nothing of now. At a period of a second this is also about as long as the
  /// stable view counts them.
  private static final int EPOCHS_MAX = 32;

  /// One in a hundred of the largest cluster, doubted by all who probe it in that time.
  private static final int DOUBTS_MAX = 1 << 14;

  private record Pair(NodeId target, NodeId doubter) {}

  private final Map<Pair, Long> epochs = new LinkedHashMap<>();

  /// @param epoch of this node
  /// @return whether it is new here, and not old
  boolean news(Doubt doubt, long epoch) {
    if (doubt.epoch() < epoch - EPOCHS_MAX) {
      return false;
    }
    Pair pair = new Pair(doubt.target(), doubt.doubter());
    Long known = epochs.remove(pair);
    // Those heard last are last.
    if (known != null && known >= doubt.epoch()) {
      epochs.put(pair, known);
      return false;
    }
    epochs.put(pair, doubt.epoch());
    forgetOld(epoch);
    return true;
  }

  private void forgetOld(long epoch) {
    var oldest = epochs.values().iterator();
    while (oldest.hasNext() && (oldest.next() < epoch - EPOCHS_MAX || epochs.size() > DOUBTS_MAX)) {
      oldest.remove();
    }
  }
}
