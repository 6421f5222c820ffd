package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;

/// Somebody says that a member mostly does not answer it directly, see [Doubting]. It changes no
/// state and cannot be refuted; it grows old.
///
/// @param epoch of the doubter, see [ProbeSchedule]: an age that all can read alike
public record Doubt(NodeId target, long incarnation, NodeId doubter, long epoch) implements Rumor {
  private static final int BYTES_MAX = 64;

  /// @throws IllegalArgumentException in one sentence for people
  public Doubt {
    if (!Incarnation.valid(incarnation)) {
      throw new IllegalArgumentException("incarnation " + incarnation + " is out of range");
    }
    if (epoch < 0 || epoch > ProbeSchedule.EPOCH_MAX) {
      throw new IllegalArgumentException("epoch " + epoch + " is out of range");
    }
  }

  @Override
  public NodeId subject() {
    return target;
  }

  /// Each doubter counts, with its last word.
  @Override
  public boolean replaces(Rumor older) {
    return older instanceof Doubt other && other.doubter.equals(doubter);
  }

  @Override
  public int bytesMax() {
    return BYTES_MAX;
  }
}
