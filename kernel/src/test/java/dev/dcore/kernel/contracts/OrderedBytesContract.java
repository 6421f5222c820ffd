package dev.dcore.kernel.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.OrderedView.Order;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every backend of the state does: the same as a sorted map, in atomic batches, with
/// snapshots that nothing changes.
public abstract class OrderedBytesContract {
  private static final int STEPS = 4_000;
  private static final int KEYS = 1_500;

  protected OrderedBytes bytes;

  /// Makes an empty backend.
  protected abstract OrderedBytes open();

  @BeforeEach
  void openBackend() {
    bytes = open();
  }

  @AfterEach
  void closeBackend() {
    bytes.close();
  }

  @Test
  void anEmptyValueIsAValue() {
    put("a", "");

    assertArrayEquals(new byte[0], bytes.get(bytes("a")));
    assertEquals(List.of("61="), dump(bytes));
  }

  @Test
  void keysAreOrderedAsUnsignedBytesAndAPrefixComesFirst() {
    for (String key : List.of("ff", "7f", "80", "00", "0000", "7f00")) {
      ByteWrites writes = new ByteWrites();
      writes.put(HexFormat.of().parseHex(key), new byte[] {1});
      bytes.write(writes);
    }

    assertEquals(List.of("00=01", "0000=01", "7f=01", "7f00=01", "80=01", "ff=01"), dump(bytes));
  }

  @Test
  void aRangeEndsBeforeItsEndInBothDirections() {
    for (String key : List.of("a", "b", "c", "d")) {
      put(key, key);
    }

    assertEquals(List.of("b", "c"), keys(bytes, "b", "d", Order.ASCENDING));
    assertEquals(List.of("c", "b"), keys(bytes, "b", "d", Order.DESCENDING));
    assertEquals(List.of("b", "c", "d"), keys(bytes, "aa", null, Order.ASCENDING));
    assertEquals(List.of("d", "c", "b"), keys(bytes, "aa", null, Order.DESCENDING));
    assertEquals(List.of(), keys(bytes, "bb", "c", Order.ASCENDING));
    assertEquals(List.of(), keys(bytes, "bb", "c", Order.DESCENDING));
    assertEquals(List.of(), keys(bytes, "e", null, Order.DESCENDING));
  }

  @Test
  void theLastChangeOfAKeyInABatchCounts() {
    ByteWrites writes = new ByteWrites();
    writes.put(bytes("a"), bytes("1"));
    writes.remove(bytes("a"));
    writes.remove(bytes("b"));
    writes.put(bytes("b"), bytes("2"));
    bytes.write(writes);

    assertEquals(List.of("b"), keys(bytes, "", null, Order.ASCENDING));
  }

  @Test
  void clearingLeavesNothingAndSnapshotsAlone() {
    put("a", "1");
    try (OrderedView before = bytes.snapshot()) {
      bytes.clear();
      put("b", "2");

      assertEquals(List.of("a"), keys(before, "", null, Order.ASCENDING));
      assertEquals(List.of("b"), keys(bytes, "", null, Order.ASCENDING));
    }
  }

  /// Against a sorted map, with snapshots taken on the way that are compared at the end.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomBatchesEqualASortedMap(long seed) {
    Choices choices = Choices.seeded(seed, "backend");
    Choice draw = choices.choice("operation");
    TreeMap<String, String> model = new TreeMap<>();
    List<OrderedView> snapshots = new ArrayList<>();
    List<List<String>> expected = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      // Grows, then shrinks, so that nodes are split and merged.
      double removing = step < STEPS / 2 ? 0.2 : 0.8;
      ByteWrites writes = new ByteWrites();
      int size = 1 + draw.below(4);
      for (int i = 0; i < size; i++) {
        byte[] key = key(draw.below(KEYS));
        if (draw.chance(removing)) {
          writes.remove(key);
          model.remove(hex(key));
        } else {
          byte[] value = {(byte) step, (byte) (step >> 8), (byte) i};
          writes.put(key, value);
          model.put(hex(key), hex(value));
        }
      }
      bytes.write(writes);
      if (step % (STEPS / 10) == 7) {
        snapshots.add(bytes.snapshot());
        expected.add(lines(model));
      }
      if (step % 50 == 0) {
        compareRange(model, key(draw.below(KEYS)), key(draw.below(KEYS)));
      }
    }
    assertEquals(lines(model), dump(bytes));
    for (int i = 0; i < snapshots.size(); i++) {
      try (OrderedView snapshot = snapshots.get(i)) {
        assertEquals(expected.get(i), dump(snapshot));
      }
    }
  }

  private void compareRange(NavigableMap<String, String> model, byte[] one, byte[] other) {
    boolean inOrder = Arrays.compareUnsigned(one, other) <= 0;
    byte[] from = inOrder ? one : other;
    byte[] to = inOrder ? other : one;
    List<String> within = lines(model.subMap(hex(from), true, hex(to), false));
    assertEquals(within, walk(bytes, from, to, Order.ASCENDING));
    assertEquals(within.reversed(), walk(bytes, from, to, Order.DESCENDING));
    if (model.containsKey(hex(one))) {
      assertEquals(model.get(hex(one)), hex(assertPresent(bytes.get(one))));
    } else {
      assertNull(bytes.get(one));
    }
  }

  private static byte[] assertPresent(byte[] value) {
    assertNotNull(value);
    return value;
  }

  private void put(String key, String value) {
    ByteWrites writes = new ByteWrites();
    writes.put(bytes(key), bytes(value));
    bytes.write(writes);
  }

  /// All of a view, as `key=value` in hexadecimal digits.
  public static List<String> dump(OrderedView view) {
    return walk(view, new byte[0], null, Order.ASCENDING);
  }

  private static List<String> walk(OrderedView view, byte[] from, byte[] to, Order order) {
    List<String> lines = new ArrayList<>();
    try (OrderedView.Cursor cursor = view.cursor(from, to, order)) {
      while (cursor.next()) {
        lines.add(hex(cursor.key()) + "=" + hex(cursor.value()));
      }
    }
    return lines;
  }

  private static List<String> keys(OrderedView view, String from, String to, Order order) {
    List<String> keys = new ArrayList<>();
    byte[] end = to == null ? null : bytes(to);
    try (OrderedView.Cursor cursor = view.cursor(bytes(from), end, order)) {
      while (cursor.next()) {
        keys.add(new String(cursor.key(), StandardCharsets.UTF_8));
      }
    }
    return keys;
  }

  private static List<String> lines(SortedMap<String, String> model) {
    List<String> lines = new ArrayList<>();
    model.forEach((key, value) -> lines.add(key + "=" + value));
    return lines;
  }

  /// Of several lengths, with prefixes of each other and bytes above 7F.
  private static byte[] key(int number) {
    byte[] key = {(byte) (number * 37), (byte) (number >> 3), (byte) number};
    return Arrays.copyOf(key, 1 + number % 3);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
