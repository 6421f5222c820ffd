package dev.dcore.kernel.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.transport.MalformedFrame;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes from outside are hostile: the same mutations of good inputs on every run. The search that
/// learns from the code is [DecodersFuzzTest].
class HostileBytesTest {
  private static final int MUTATIONS = 2_000;

  /// What the smallest element of a list costs, over its bytes, garbage included: a tag takes five
  /// bytes, and its record, its texts, its place in the list and what was read of it 500.
  private static final int ALLOCATED_PER_BYTE_MAX = 128;

  /// The decoder's own objects and its error, whatever the input.
  private static final int ALLOCATED_BASE = 8 << 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static List<HostileDecoder<?>> decoders() {
    return HostileDecoder.ALL;
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void goodBytesAreAccepted(HostileDecoder<?> decoder) {
    assertTrue(decoder.accepts(decoder.good()));
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void mutatedBytesAreRefusedOrReadAndCostLittle(HostileDecoder<?> decoder) {
    Choice choice = Choices.seeded(1, "hostile").choice(decoder.name());
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = mutated(decoder.good(), choice);
      boolean _ = decoder.accepts(bytes);
      assertCostsLittle(decoder, bytes);
    }
  }

  /// What a few bytes can claim to be: huge lengths, at every level that a decoder goes to.
  @ParameterizedTest
  @MethodSource("decoders")
  void hugeLengthsCostLittle(HostileDecoder<?> decoder) {
    for (int field = 1; field <= 8; field++) {
      for (int length : List.of(Integer.MAX_VALUE, 1 << 28, 1 << 16, -1)) {
        int tag = field << 3 | 2;
        byte[] flat =
            Fields.build(
                out -> {
                  out.writeUInt32NoTag(tag);
                  out.writeUInt32NoTag(length);
                });
        byte[] nested = Fields.build(out -> out.writeByteArray(3, flat));
        assertFalse(decoder.accepts(flat));
        assertCostsLittle(decoder, flat);
        assertCostsLittle(decoder, nested);
      }
    }
  }

  @Test
  void deepNestingIsRefusedAndNotFollowed() {
    byte[] groups = new byte[200_000];
    Arrays.fill(groups, (byte) (31 << 3 | 3));
    byte[] records = new byte[200_000];
    for (int i = 0; i + 4 <= records.length; i += 4) {
      records[i] = 3 << 3 | 2;
      records[i + 1] = (byte) 0xFF;
      records[i + 2] = (byte) 0xFF;
      records[i + 3] = 0x0B;
    }
    for (HostileDecoder<?> decoder : HostileDecoder.ALL) {
      boolean _ = decoder.accepts(groups);
      boolean _ = decoder.accepts(records);
    }
  }

  /// The densest inputs that are legal for each list there is.
  @ParameterizedTest
  @MethodSource("decoders")
  void theSmallestElementsOfAllListsCostLittle(HostileDecoder<?> decoder) {
    byte[] address =
        Fields.build(
            out -> {
              out.writeString(1, "h");
              out.writeUInt64(2, 1);
            });
    byte[] tag = Fields.build(out -> out.writeString(1, "k"));
    byte[] claim =
        Fields.build(
            out -> {
              out.writeByteArray(1, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
              out.writeString(2, "n");
              out.writeByteArray(3, address);
              out.writeUInt64(4, 1);
            });
    byte[] addresses = repeated(3, address, 2_000);
    byte[] tags = repeated(6, tag, 2_000);
    List<byte[]> elements =
        List.of(new byte[0], new byte[] {16, 1}, claim, addresses, tags, new byte[] {10, 0});
    for (byte[] element : elements) {
      for (int field = 1; field <= 7; field++) {
        int count = Math.max(1, 16_000 / (element.length + 2));
        assertCostsLittle(decoder, repeated(field, element, count));
        byte[] entry = Fields.build(out -> out.writeByteArray(1, element));
        assertCostsLittle(decoder, repeated(field, entry, count));
      }
    }
  }

  private static byte[] repeated(int field, byte[] element, int count) {
    return Fields.build(
        out -> {
          for (int i = 0; i < count; i++) {
            out.writeByteArray(field, element);
          }
        });
  }

  private static void assertCostsLittle(HostileDecoder<?> decoder, byte[] bytes) {
    long bound = (long) ALLOCATED_PER_BYTE_MAX * bytes.length + ALLOCATED_BASE;
    // The second time nothing is loaded or linked any more.
    long first = allocatedBy(decoder, bytes);
    long allocated = Math.min(first, allocatedBy(decoder, bytes));
    assertTrue(
        allocated <= bound,
        () -> decoder + " allocated " + allocated + " bytes for " + bytes.length);
  }

  private static long allocatedBy(HostileDecoder<?> decoder, byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      Object _ = decoder.decoder().decode(bytes);
    } catch (MalformedFrame e) {
      // Refused: what that cost counts too.
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] mutated(byte[] good, Choice choice) {
    byte[] bytes = good.clone();
    int changes = 1 + choice.below(4);
    for (int i = 0; i < changes; i++) {
      bytes = mutatedOnce(bytes, choice);
    }
    return bytes;
  }

  private static byte[] mutatedOnce(byte[] bytes, Choice choice) {
    if (bytes.length == 0) {
      return new byte[] {(byte) choice.bits()};
    }
    int at = choice.below(bytes.length);
    byte[] changed = bytes.clone();
    switch (choice.below(6)) {
      case 0 -> changed[at] ^= (byte) (1 << choice.below(8));
      case 1 -> changed[at] = (byte) choice.bits();
      case 2 -> changed[at] = (byte) 0xFF;
      case 3 -> changed = Arrays.copyOf(bytes, at);
      case 4 -> changed = spliced(bytes, at, choice.below(bytes.length));
      default -> changed = spliced(bytes, at, at);
    }
    return changed;
  }

  /// The bytes up to one place, and then from another place on.
  private static byte[] spliced(byte[] bytes, int to, int from) {
    byte[] joined = Arrays.copyOf(bytes, to + bytes.length - from);
    System.arraycopy(bytes, from, joined, to, bytes.length - from);
    return joined;
  }
}
