package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import java.nio.ByteBuffer;

/// The term that a node has seen, and for whom it has voted in it: what must never be forgotten
/// (section 3.8).
///
/// @param votedFor [NodeId#NONE] when for nobody
public record Ballot(long term, NodeId votedFor) {
  static final int BYTES = 24;

  /// What a node has seen that has seen nothing.
  public static final Ballot NONE = new Ballot(0, NodeId.NONE);

  public byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .putLong(term)
        .putLong(votedFor.high())
        .putLong(votedFor.low())
        .array();
  }

  /// @throws IllegalArgumentException when these are no bytes of a ballot
  public static Ballot decode(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a ballot has " + BYTES + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Ballot(in.getLong(), new NodeId(in.getLong(), in.getLong()));
  }
}
