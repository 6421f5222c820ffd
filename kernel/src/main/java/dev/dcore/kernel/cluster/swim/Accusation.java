package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;

/// Somebody says that a member does not answer.
///
/// @param target who does not answer
/// @param incarnation of the target, as the accuser knew it; another one is not accused
/// @param verdict what is said of it
/// @param accuser whose probe failed, which holds the evidence; or where an operator said it
public record Accusation(NodeId target, long incarnation, Verdict verdict, NodeId accuser)
    implements Rumor {
  private static final int BYTES_MAX = 64;

  /// @throws IllegalArgumentException in one sentence for people
  public Accusation {
    if (!Incarnation.valid(incarnation)) {
      throw new IllegalArgumentException("incarnation " + incarnation + " is out of range");
    }
  }

  /// @param fatal whether the suspicion timed out
  public Accusation(NodeId target, long incarnation, boolean fatal, NodeId accuser) {
    this(target, incarnation, fatal ? Verdict.DEAD : Verdict.SUSPECTED, accuser);
  }

  /// Whether the target takes part no longer, unless it refutes.
  public boolean fatal() {
    return verdict != Verdict.SUSPECTED;
  }

  /// What the accuser says of the target.
  public MemberState state() {
    return verdict.state();
  }

  @Override
  public NodeId subject() {
    return target;
  }

  /// A death ends all. A suspicion stands beside those of others, which confirm it.
  @Override
  public boolean replaces(Rumor older) {
    return fatal()
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
