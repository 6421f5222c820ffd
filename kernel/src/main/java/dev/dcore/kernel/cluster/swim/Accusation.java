package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;

/// Somebody says that a member does not answer.
///
/// @param target who does not answer
/// @param incarnation of the target, as the accuser knew it; another one is not accused
/// @param fatal false: suspected, and may refute; true: its suspicion timed out somewhere
/// @param accuser whose probe failed; it holds the evidence
public record Accusation(NodeId target, long incarnation, boolean fatal, NodeId accuser)
    implements Rumor {
  private static final int BYTES_MAX = 64;

  /// @throws IllegalArgumentException in one sentence for people
  public Accusation {
    if (!Incarnation.valid(incarnation)) {
      throw new IllegalArgumentException("incarnation " + incarnation + " is out of range");
    }
  }

  /// What the accuser says of the target.
  public MemberState state() {
    return fatal ? MemberState.DEAD : MemberState.SUSPECT;
  }

  @Override
  public NodeId subject() {
    return target;
  }

  /// A death ends all. A suspicion stands beside those of others, which confirm it.
  @Override
  public boolean replaces(Rumor older) {
    return fatal
        || switch (older) {
          case Claim _ -> true;
          case Accusation other -> other.incarnation < incarnation || other.accuser.equals(accuser);
          case Doubt _ -> false;
        };
  }

  @Override
  public int bytesMax() {
    return BYTES_MAX;
  }
}
