package dev.dcore.kernel.persistence.state;

import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one batch changes in a backend: for each key, what it holds afterwards. In the order of
/// keys, so that a tree is written from left to right.
public final class ByteWrites {
  private final TreeMap<byte[], byte @Nullable []> byKey = new TreeMap<>(Arrays::compareUnsigned);

  /// Takes each change.
  @FunctionalInterface
  public interface Visitor {
    /// @param value what the key holds now, or null when it is gone
    void change(byte[] key, byte @Nullable [] value);
  }

  /// @param value not modified by anybody; an empty one is a value
  public void put(byte[] key, byte[] value) {
    byKey.put(key, value);
  }

  public void remove(byte[] key) {
    byKey.put(key, null);
  }

  public int size() {
    return byKey.size();
  }

  public void forEach(Visitor visitor) {
    byKey.forEach(visitor::change);
  }

  /// Whether this batch says anything of the key.
  boolean decides(byte[] key) {
    return byKey.containsKey(key);
  }

  /// What the key holds after this batch, which must say something of it.
  byte @Nullable [] decided(byte[] key) {
    return byKey.get(key);
  }

  /// As if this batch said nothing of the key.
  void forget(byte[] key) {
    byKey.remove(key);
  }
}
