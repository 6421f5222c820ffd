package dev.dcore.bench.kv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// What is written: few keys, and values that begin with their key, so that a reader can tell whose
/// one is.
final class KvRecords {
  /// Enough that two writes under way are rarely of one key, few enough to be in any store's
  /// memory.
  static final int KEYS = 10_000;

  static final int VALUE_BYTES = 256;

  private static final int NOISE_BYTES = 1 << 16;

  private final String[] keys =
      IntStream.range(0, KEYS)
          .mapToObj(number -> String.format(Locale.ROOT, "key-%08d", number))
          .toArray(String[]::new);

  /// Not to be compressed to nothing: a store that compresses would write less.
  private final byte[] noise = new byte[NOISE_BYTES];

  KvRecords() {
    new SplittableRandom(1).nextBytes(noise);
  }

  String key(int number) {
    return keys[number];
  }

  /// @param bytes at least as long as the key and a space
  byte[] value(String key, int bytes, SplittableRandom random) {
    byte[] begin = begin(key);
    byte[] value = new byte[bytes];
    System.arraycopy(noise, random.nextInt(NOISE_BYTES - bytes), value, 0, bytes);
    System.arraycopy(begin, 0, value, 0, begin.length);
    return value;
  }

  static boolean isOf(String key, byte[] value) {
    byte[] begin = begin(key);
    return value.length >= begin.length
        && Arrays.equals(value, 0, begin.length, begin, 0, begin.length);
  }

  private static byte[] begin(String key) {
    return (key + " ").getBytes(StandardCharsets.US_ASCII);
  }
}
