package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Slice;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.kernel.transport.MessageTable;

/// A family of messages as bytes that say which one they are.
///
/// ```text
/// offset  0      1
///         +------+---------
///         | type | message
///         +------+---------
/// ```
///
/// @param <M> the sealed family
public final class TypedBytes<M> {
  private final MessageTable<M> table;

  TypedBytes(MessageTable<M> table) {
    this.table = table;
  }

  public byte[] encode(M message) {
    Slice body = table.encode(message, 1, 0);
    body.bytes()[0] = (byte) table.typeOf(message);
    return body.bytes();
  }

  /// @throws MalformedFrame for any bytes that are not such a message; never anything else
  public M decode(byte[] bytes) throws MalformedFrame {
    if (bytes.length == 0) {
      throw new MalformedFrame("a message has a type");
    }
    return table.decode(Byte.toUnsignedInt(bytes[0]), new Slice(bytes, 1, bytes.length - 1));
  }
}
