package dev.dcore.kernel.identity;

import dev.dcore.kernel.base.Invariant;
import java.nio.ByteBuffer;

/// What a data directory says of its node: the id, and how many times it was started.
///
/// ```text
/// offset  0        16       24
///         +--------+--------+
///         |   id   |  boot  |      big endian
///         +--------+--------+
/// ```
///
/// A directory that was never started has boot 0, when somebody has said beforehand which id its
/// node will have.
///
/// The slots that hold it add version and checksum (persistence, `SlotPair`).
public record NodeIdentity(NodeId id, long boot) {
  /// Encoded size.
  public static final int BYTES = 24;

  public NodeIdentity {
    Invariant.check(!id.equals(NodeId.NONE), "a node's id is not zero");
    Invariant.check(boot >= 0 && boot <= Incarnation.BOOT_MAX, "boot number out of range: " + boot);
  }

  /// The identity of the next start on the same directory.
  public NodeIdentity nextBoot() {
    return new NodeIdentity(id, boot + 1);
  }

  public byte[] encode() {
    return ByteBuffer.allocate(BYTES).putLong(id.high()).putLong(id.low()).putLong(boot).array();
  }

  /// @param bytes exactly what [#encode] made; their checksum was verified by the caller
  public static NodeIdentity decode(byte[] bytes) {
    Invariant.check(bytes.length == BYTES, "an identity has " + BYTES + " bytes");
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new NodeIdentity(new NodeId(buffer.getLong(), buffer.getLong()), buffer.getLong());
  }
}
