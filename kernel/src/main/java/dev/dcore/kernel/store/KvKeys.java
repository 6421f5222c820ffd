package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Where keys, values and leases lie in the state machine's own keys.
///
/// ```text
/// d key                   00, the value; or 01, lease:8, the value
/// l lease:8               what it is                                  (Lease)
/// a lease:8 key           that the key is attached to the lease       (empty)
/// ```
final class KvKeys {
  static final byte DATA = 'd';
  static final byte LEASE = 'l';
  private static final byte ATTACHED = 'a';
  private static final int ATTACHED_KEY_OFFSET = 9;

  static final KeyRange LEASES = new KeyRange(new byte[] {LEASE}, new byte[] {LEASE + 1});

  private KvKeys() {}

  static byte[] data(byte[] key) {
    return ByteBuffer.allocate(1 + key.length).put(DATA).put(key).array();
  }

  static KeyRange data(KeyRange range) {
    byte[] to = range.to();
    return new KeyRange(data(range.from()), to == null ? new byte[] {DATA + 1} : data(to));
  }

  static byte[] keyOfData(byte[] data) {
    return Arrays.copyOfRange(data, 1, data.length);
  }

  static byte[] value(byte[] value, long lease) {
    return lease == 0
        ? ByteBuffer.allocate(1 + value.length).put((byte) 0).put(value).array()
        : ByteBuffer.allocate(1 + Long.BYTES + value.length)
            .put((byte) 1)
            .putLong(lease)
            .put(value)
            .array();
  }

  /// @param data an entry of this machine's, not a tombstone
  static KvItem item(Entry data) {
    byte[] stored = data.value();
    boolean leased = stored[0] != 0;
    return new KvItem(
        keyOfData(data.key()),
        Arrays.copyOfRange(stored, leased ? 1 + Long.BYTES : 1, stored.length),
        data.createdPosition(),
        data.position(),
        data.version(),
        leased ? ByteBuffer.wrap(stored).getLong(1) : 0);
  }

  static byte[] lease(long id) {
    return ByteBuffer.allocate(1 + Long.BYTES).put(LEASE).putLong(id).array();
  }

  static long idOfLease(byte[] lease) {
    return ByteBuffer.wrap(lease).getLong(1);
  }

  static Lease leaseOf(Entry lease) {
    return Lease.decode(idOfLease(lease.key()), lease.value());
  }

  static byte[] attached(long lease, byte[] key) {
    return ByteBuffer.allocate(ATTACHED_KEY_OFFSET + key.length)
        .put(ATTACHED)
        .putLong(lease)
        .put(key)
        .array();
  }

  static KeyRange allAttached(long lease) {
    return KeyRange.ofPrefix(attached(lease, new byte[0]));
  }

  static byte[] keyOfAttached(byte[] attached) {
    return Arrays.copyOfRange(attached, ATTACHED_KEY_OFFSET, attached.length);
  }
}
