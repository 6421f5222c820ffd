package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;
import java.nio.ByteBuffer;

/// A lease as it is in the state, where nothing says when it ends: that is for the leader to know
/// ([LeaseClock]).
///
/// ```text
/// offset  0     8         16     20
///         +-----+---------+------+
///         | ttl | granted | keys |      big endian
///         +-----+---------+------+
/// ```
///
/// @param ttlNanos how long it lasts after it was kept alive
/// @param granted the revision of its grant
/// @param keys how many are attached to it
public record Lease(long id, long ttlNanos, long granted, int keys) {
  private static final int BYTES = 20;

  byte[] encode() {
    return ByteBuffer.allocate(BYTES).putLong(ttlNanos).putLong(granted).putInt(keys).array();
  }

  static Lease decode(long id, byte[] bytes) {
    Invariant.check(bytes.length == BYTES, "a lease has its numbers");
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Lease(id, in.getLong(), in.getLong(), in.getInt());
  }

  Lease withKeys(int keys) {
    return new Lease(id, ttlNanos, granted, keys);
  }
}
