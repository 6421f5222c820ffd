package dev.dcore.bench.kv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The state machine that Ratis and SOFAJRaft replicate here, since they bring none: a map in
/// memory, which costs them next to nothing.
///
/// ```
/// put: [key length, 1 byte][key][value]      get: [key]
/// ```
final class KvBytes {
  private final Map<String, byte[]> values = new ConcurrentHashMap<>();

  static byte[] put(String key, byte[] value) {
    byte[] bytes = new byte[1 + key.length() + value.length];
    bytes[0] = (byte) key.length();
    System.arraycopy(get(key), 0, bytes, 1, key.length());
    System.arraycopy(value, 0, bytes, 1 + key.length(), value.length);
    return bytes;
  }

  static byte[] get(String key) {
    return key.getBytes(StandardCharsets.US_ASCII);
  }

  void apply(byte[] put) {
    int end = 1 + put[0];
    values.put(
        new String(put, 1, put[0], StandardCharsets.US_ASCII),
        Arrays.copyOfRange(put, end, put.length));
  }

  byte[] read(byte[] get) {
    return values.getOrDefault(new String(get, StandardCharsets.US_ASCII), new byte[0]);
  }
}
