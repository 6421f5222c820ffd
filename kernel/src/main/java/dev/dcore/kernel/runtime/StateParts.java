package dev.dcore.kernel.runtime;

import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedView;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A state in parts, in the order of its keys, for another node: each part is a run of keys and
/// values, each with its length before it (4 bytes, big endian).
final class StateParts {
  /// Of one part, unless one key is larger: a part is made in one step, and lost with a stream that
  /// breaks.
  static final int PART_BYTES = 256 << 10;

  private static final int LENGTHS_BYTES = 8;

  /// @param last the last key in it
  /// @param done nothing follows
  record Part(byte[] content, byte[] last, boolean done) {}

  private StateParts() {}

  /// @param after the last key that is not in it; empty for none
  /// @param partBytes it ends with the key that makes it so long
  static Part read(OrderedView state, byte[] after, int partBytes) {
    // The next key after one is that with a zero behind it.
    byte[] from = after.length == 0 ? after : Arrays.copyOf(after, after.length + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] last = after;
    try (OrderedView.Cursor cursor = state.cursor(from, null, OrderedView.Order.ASCENDING)) {
      while (cursor.next()) {
        if (out.size() >= partBytes) {
          return new Part(out.toByteArray(), last, false);
        }
        last = cursor.key();
        byte[] value = cursor.value();
        ByteBuffer lengths = ByteBuffer.allocate(LENGTHS_BYTES);
        out.writeBytes(lengths.putInt(last.length).putInt(value.length).array());
        out.writeBytes(last);
        out.writeBytes(value);
      }
    }
    return new Part(out.toByteArray(), last, true);
  }

  /// @throws IllegalArgumentException when these are no bytes of a part
  static ByteWrites writes(byte[] content) {
    ByteWrites writes = new ByteWrites();
    ByteBuffer in = ByteBuffer.wrap(content);
    try {
      while (in.hasRemaining()) {
        int keyLength = in.getInt();
        int valueLength = in.getInt();
        writes.put(take(in, keyLength), take(in, valueLength));
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a part of a state ends within a key", e);
    }
    return writes;
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a part of a state names " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
