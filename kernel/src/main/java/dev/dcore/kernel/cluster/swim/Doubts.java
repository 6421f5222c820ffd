package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which doubts this node has heard of, so that each is passed on once, and only so many. The epoch
/// in which it was uttered tells its age.
///
/// A doubt goes to everybody, so they are bounded twice: against one member so many as settle the
/// matter, and against so many members as can be gray in a network that is well. When all doubt
/// all, the network is at fault, and to tell everybody of everybody would make it worse.
final class Doubts {
  /// Older ones say nothing of now. At a period of a second this is also about as long as the
  /// stable view counts them.
  private static final int EPOCHS_MAX = 32;

  /// The doubter's period may have begun before this node's, or this node may have been paused. One
  /// from further ahead would stand here for long, and keep others out.
  private static final int EPOCHS_AHEAD_MAX = 32;

  /// More than twice what the stable view asks for: some may be doubted themselves.
  private static final int DOUBTERS_MAX = 16;

  /// One member in so many, or [#TARGETS_MIN] if that is more.
  private static final int TARGETS_SHARE = 20;

  private static final int TARGETS_MIN = 16;

  private final Map<NodeId, Map<NodeId, Long>> epochsByTarget = new LinkedHashMap<>();

  /// @param epoch of this node
  /// @param members how many there are
  /// @return whether it is new here, neither old nor of the future, and not one too many
  boolean news(Doubt doubt, long epoch, int members) {
    if (doubt.epoch() < epoch - EPOCHS_MAX || doubt.epoch() > epoch + EPOCHS_AHEAD_MAX) {
      return false;
    }
    Map<NodeId, Long> against = epochsByTarget.get(doubt.target());
    if (against == null) {
      int targetsMax = Math.max(TARGETS_MIN, members / TARGETS_SHARE);
      if (epochsByTarget.size() >= targetsMax) {
        forgetOld(epoch);
      }
      if (epochsByTarget.size() >= targetsMax) {
        return false;
      }
      against = new LinkedHashMap<>();
      epochsByTarget.put(doubt.target(), against);
    }
    Long known = against.get(doubt.doubter());
    if (known == null && against.size() >= DOUBTERS_MAX) {
      dropOld(against, epoch);
    }
    if (known == null ? against.size() >= DOUBTERS_MAX : known >= doubt.epoch()) {
      return false;
    }
    against.put(doubt.doubter(), doubt.epoch());
    return true;
  }

  private void forgetOld(long epoch) {
    Iterator<Map<NodeId, Long>> each = epochsByTarget.values().iterator();
    while (each.hasNext()) {
      Map<NodeId, Long> against = each.next();
      dropOld(against, epoch);
      if (against.isEmpty()) {
        each.remove();
      }
    }
  }

  private static void dropOld(Map<NodeId, Long> against, long epoch) {
    against.values().removeIf(uttered -> uttered < epoch - EPOCHS_MAX);
  }
}
