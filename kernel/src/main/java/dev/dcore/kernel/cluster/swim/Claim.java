package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import java.util.Arrays;

/// What a member says of itself. Only its owner makes one; everybody else passes it on as the bytes
/// that the owner wrote, and reads the body only when the claim is news.
///
/// @param left whether the owner says that it has left
/// @param body an encoded [Profile]; not modified by anybody
public record Claim(NodeId id, long incarnation, boolean left, byte[] body) implements Rumor {
  private static final int FIXED_BYTES_MAX = 40;

  /// A directory restored from a backup can be behind by its starts since then, not by more.
  private static final long BOOT_LEAP_MAX = 1 << 16;

  /// @throws IllegalArgumentException when it is out of bounds
  public Claim {
    if (id.equals(NodeId.NONE)) {
      throw new IllegalArgumentException("a claim has an id");
    }
    if (!Incarnation.valid(incarnation)) {
      throw new IllegalArgumentException("incarnation " + incarnation + " is out of range");
    }
    if (body.length > Profile.BYTES_MAX) {
      throw new IllegalArgumentException("a profile of " + body.length + " bytes");
    }
  }

  /// What the owner says of itself.
  public MemberState state() {
    return left ? MemberState.LEFT : MemberState.ALIVE;
  }

  /// Whether a member of the one incarnation can ever come to the other. Nobody else takes a claim
  /// that its owner would not refute: it would stand for ever.
  static boolean reachable(long from, long to) {
    return Incarnation.boot(to) - Incarnation.boot(from) <= BOOT_LEAP_MAX;
  }

  @Override
  public NodeId subject() {
    return id;
  }

  /// The owner's word is the last of what was known when it was given.
  @Override
  public boolean replaces(Rumor older) {
    return true;
  }

  @Override
  public int bytesMax() {
    return FIXED_BYTES_MAX + body.length;
  }

  /// By the owner's bytes.
  @Override
  public boolean equals(Object other) {
    return other instanceof Claim claim
        && claim.id.equals(id)
        && claim.incarnation == incarnation
        && claim.left == left
        && Arrays.equals(claim.body, body);
  }

  @Override
  public int hashCode() {
    return id.hashCode() * 31 + Long.hashCode(incarnation);
  }
}
