package dev.dcore.kernel.persistence.state;

import dev.dcore.kernel.base.Invariant;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where things lie in a backend. The same bytes in every backend, and in checkpoints.
///
/// ```text
/// 00                                        how far the state is           (StateMeta)
/// 01 key                                    the newest version of a key    (StateRecord)
/// 02 escaped key, 00 01, ~position:8        a replaced version, newest first (StateRecord)
/// 03 replaced at:8, position:8, key         which version to forget at which horizon (empty)
/// 04 expires at:8, key                      which key to remove at which time        (empty)
/// ```
///
/// Numbers are big endian, and none is negative, so that the order of bytes is theirs. In an
/// escaped key each byte 00 is 00 FF, so that no key's versions lie between those of another.
///
/// For one horizon a tombstone, replaced at its own position, is the last version of its key to be
/// forgotten: forgetting in the order of these keys can stop anywhere and brings nothing back.
final class StateKeys {
  static final byte[] META = {0};
  static final byte CURRENT = 1;
  static final byte HISTORY = 2;
  static final byte GARBAGE = 3;
  static final byte EXPIRY = 4;

  private static final int GARBAGE_KEY_OFFSET = 17;
  private static final int EXPIRY_KEY_OFFSET = 9;

  private StateKeys() {}

  static byte[] current(byte[] key) {
    byte[] bytes = new byte[1 + key.length];
    bytes[0] = CURRENT;
    System.arraycopy(key, 0, bytes, 1, key.length);
    return bytes;
  }

  /// Where the range of newest versions that ends here ends.
  static byte[] currentEnd(byte @Nullable [] to) {
    return to == null ? new byte[] {CURRENT + 1} : current(to);
  }

  static byte[] keyOfCurrent(byte[] current) {
    return Arrays.copyOfRange(current, 1, current.length);
  }

  static byte[] history(byte[] key, long position) {
    byte[] prefix = historyPrefix(key);
    return ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(~position).array();
  }

  /// Before all versions of keys from this one on, and behind those of all keys before it.
  static byte[] historyFrom(byte[] key) {
    byte[] prefix = historyPrefix(key);
    return Arrays.copyOf(prefix, prefix.length - 2);
  }

  /// Where the range of replaced versions that ends here ends.
  static byte[] historyTo(byte @Nullable [] to) {
    return to == null ? new byte[] {HISTORY + 1} : historyFrom(to);
  }

  static byte[] keyOfHistory(byte[] history) {
    byte[] key = new byte[history.length];
    int length = 0;
    // Up to 00 01, before the position.
    for (int at = 1; at < history.length - Long.BYTES - 2; at++) {
      key[length++] = history[at];
      at += history[at] == 0 ? 1 : 0;
    }
    return Arrays.copyOf(key, length);
  }

  /// Behind the oldest version of a key.
  static byte[] historyEnd(byte[] key) {
    return Invariant.present(KeyRange.successor(historyPrefix(key)), "it does not end with FF");
  }

  static byte[] garbage(long replacedAt, long position, byte[] key) {
    return ByteBuffer.allocate(GARBAGE_KEY_OFFSET + key.length)
        .put(GARBAGE)
        .putLong(replacedAt)
        .putLong(position)
        .put(key)
        .array();
  }

  static long positionOfGarbage(byte[] garbage) {
    return ByteBuffer.wrap(garbage).getLong(1 + Long.BYTES);
  }

  static byte[] keyOfGarbage(byte[] garbage) {
    return Arrays.copyOfRange(garbage, GARBAGE_KEY_OFFSET, garbage.length);
  }

  /// The version that an entry of the garbage is about.
  static byte[] historyOfGarbage(byte[] garbage) {
    return history(keyOfGarbage(garbage), positionOfGarbage(garbage));
  }

  static byte[] expiry(long expiresAtNanos, byte[] key) {
    return ByteBuffer.allocate(EXPIRY_KEY_OFFSET + key.length)
        .put(EXPIRY)
        .putLong(expiresAtNanos)
        .put(key)
        .array();
  }

  static long timeOfExpiry(byte[] expiry) {
    return ByteBuffer.wrap(expiry).getLong(1);
  }

  static byte[] keyOfExpiry(byte[] expiry) {
    return Arrays.copyOfRange(expiry, EXPIRY_KEY_OFFSET, expiry.length);
  }

  /// Behind all of a kind that have this number first.
  static byte[] upTo(byte kind, long number) {
    return number == Long.MAX_VALUE
        ? new byte[] {(byte) (kind + 1)}
        : ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(number + 1).array();
  }

  private static byte[] historyPrefix(byte[] key) {
    int zeros = 0;
    for (byte each : key) {
      zeros += each == 0 ? 1 : 0;
    }
    byte[] bytes = new byte[1 + key.length + zeros + 2];
    bytes[0] = HISTORY;
    int at = 1;
    for (byte each : key) {
      bytes[at++] = each;
      if (each == 0) {
        bytes[at++] = (byte) 0xFF;
      }
    }
    bytes[at + 1] = 1;
    return bytes;
  }
}
