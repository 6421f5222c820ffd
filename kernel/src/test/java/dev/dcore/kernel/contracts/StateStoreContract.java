package dev.dcore.kernel.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.state.Change;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.Forgotten;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.OrderedView.Order;
import dev.dcore.kernel.persistence.state.StateBatch;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.persistence.state.StateView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a state store promises, over every backend.
public abstract class StateStoreContract extends OrderedBytesContract {
  private static final int LIMIT = 10_000;
  private StateStore store;

  @BeforeEach
  void openStore() {
    store = new StateStore(bytes);
  }

  @Test
  void versionsCountFromTheKeysCreation() {
    apply(1, 0, 1, put("k", "a"));
    apply(5, 0, 5, put("k", "b"));
    assertEntry(latest("k"), "b", 5, 1, 2);

    apply(6, 0, 6, delete("k"));
    assertNull(latest("k"));
    apply(9, 0, 9, put("k", "c"));
    assertEntry(latest("k"), "c", 9, 9, 1);
    assertEquals(1, store.latest().keys());
  }

  @Test
  void replacedVersionsAreThereUntilTheHorizonPassesThem() {
    apply(1, 0, 0, put("k", "a"));
    apply(2, 0, 0, put("k", "b"));
    apply(3, 0, 0, delete("k"));
    apply(4, 0, 0, put("k", "d"));

    StateView view = store.latest();
    assertNull(view.get(key("k"), 0));
    assertEntry(view.get(key("k"), 1), "a", 1, 1, 1);
    assertEntry(view.get(key("k"), 2), "b", 2, 1, 2);
    assertNull(view.get(key("k"), 3));
    assertEntry(view.get(key("k"), 4), "d", 4, 4, 1);
    assertEquals(List.of(4L, 3L, 2L, 1L), positions("k"));
    assertTrue(view.versions(key("k"), LIMIT).get(1).tombstone());

    apply(5, 0, 2);
    assertThrows(Forgotten.class, () -> store.latest().get(key("k"), 1));
    assertEntry(store.latest().get(key("k"), 2), "b", 2, 1, 2);
    apply(6, 0, 3);
    assertNull(store.latest().get(key("k"), 3));
    assertEquals(List.of(4L), positions("k"));
  }

  @Test
  void keysWithZerosDoNotMixTheirVersions() {
    for (int position = 1; position <= 9; position += 3) {
      apply(position, 0, 0, put("a", "a" + position));
      apply(position + 1, 0, 0, put("a\0", "z" + position));
      apply(position + 2, 0, 0, put("a\0b", "b" + position));
    }

    assertEquals(List.of(7L, 4L, 1L), positions("a"));
    assertEquals(List.of(8L, 5L, 2L), positions("a\0"));
    assertEquals(List.of(9L, 6L, 3L), positions("a\0b"));
  }

  @Test
  void whatExpiresIsGoneWithTheBatchThatBringsTheTime() {
    apply(1, 100, 1, new Change.Put(key("k"), key("v"), 200), put("other", "o"));
    apply(2, 199, 2);
    assertNotNull(latest("k"));

    StateStore.Applied applied = apply(3, 200, 0, put("more", "m"));
    assertNull(latest("k"));
    assertEquals(1, applied.expired());
    assertEquals(2, store.latest().keys());
    assertEntry(store.latest().get(key("k"), 2), "v", 1, 1, 1);
  }

  @Test
  void aNewValueHasItsOwnTime() {
    apply(1, 0, 1, new Change.Put(key("k"), key("v"), 200));
    apply(2, 0, 2, put("k", "stays"));
    apply(3, 300, 3);
    assertNotNull(latest("k"));

    apply(4, 300, 4, new Change.Put(key("k"), key("v"), 400));
    apply(5, 350, 5, new Change.Put(key("k"), key("v"), 500));
    apply(6, 450, 6);
    assertNotNull(latest("k"));
    apply(7, 500, 7);
    assertNull(latest("k"));
  }

  @Test
  void timeThatGoesBackIsTheLatestTime() {
    apply(1, 500, 1, new Change.Put(key("k"), key("v"), 400));
    apply(2, 10, 2);

    assertEquals(500, store.nowNanos());
    assertNull(latest("k"));
  }

  /// A million leases that end at once do not stop the world: batch by batch they go.
  @Test
  void aBacklogIsWorkedOffByTheBatchesThatFollow() {
    int keys = 2_000;
    for (int i = 0; i < keys; i++) {
      apply(i + 1, 0, 0, new Change.Put(key("k" + i), key("v"), 1_000));
    }
    int batches = 0;
    for (int position = keys + 1; store.latest().keys() > 0; position++) {
      StateStore.Applied applied = apply(position, 1_000, 0);
      assertTrue(applied.expired() > 0 && applied.expired() < keys / 2, "a bounded step");
      batches++;
    }
    int position = keys + batches;
    assertEquals(2, positions("k7").size());
    int forgotten = 0;
    for (int i = 0; forgotten < 2 * keys; i++) {
      StateStore.Applied applied = apply(++position, 1_000, position);
      assertTrue(applied.forgotten() > 0 && applied.forgotten() < keys / 2, "a bounded step");
      // A version without its tombstone would be a key that comes back.
      assertNull(store.latest().get(key("k" + i), position));
      forgotten += applied.forgotten();
    }
    assertEquals(List.of(), positions("k7"));
    assertEquals(1, dump(bytes).size(), "only how far the state is");
  }

  @Test
  void ofSeveralChangesOfAKeyTheLastCounts() {
    apply(1, 0, 0, put("k", "a"));
    apply(2, 0, 0, put("k", "b"), delete("k"), put("k", "c"), put("gone", "g"), delete("gone"));

    assertEntry(latest("k"), "c", 2, 2, 1);
    assertNull(latest("gone"));
    assertEntry(store.latest().get(key("k"), 1), "a", 1, 1, 1);
    assertEquals(List.of(2L, 1L), positions("k"));
    assertEquals(1, store.latest().keys());
  }

  @Test
  void whatIsOverwrittenLeavesNothingBehind() {
    byte[] k = key("k");
    apply(1, 0, 0, new Change.Overwrite(k, key("a")));
    apply(2, 0, 0, new Change.Overwrite(k, key("bb")));
    assertEntry(latest("k"), "bb", 2, 1, 2);
    assertEquals(List.of(2L), positions("k"));
    assertEquals(3, store.latest().keyAndValueBytes());

    apply(3, 0, 0, new Change.Erase(k), new Change.Erase(key("none")));
    assertNull(latest("k"));
    assertEquals(0, store.latest().keys());
    assertEquals(0, store.latest().keyAndValueBytes());
    assertEquals(1, dump(bytes).size(), "only how far the state is");
  }

  @Test
  void aRangeOfThePastHasKeysWithZeros() {
    apply(1, 0, 0, put("a", "1"), put("a\0", "1"), put("a\0b", "1"), put("b", "1"));
    apply(2, 0, 0, delete("a"), delete("a\0"), put("a\0b", "2"), put("a\u0001", "2"));

    KeyRange range = new KeyRange(key("a\0"), key("b"));
    assertEquals(2, store.latest().list(range, LIMIT, Order.ASCENDING, 1).size());
    assertEquals("a\0b", text(store.latest().list(range, 1, Order.DESCENDING, 1).getFirst().key()));
    assertEquals(2, store.latest().list(range, LIMIT, Order.ASCENDING, 2).size());
  }

  @Test
  void changesAreFoundOrTooMany() {
    apply(1, 0, 0, put("a", "1"), put("b", "1"));
    apply(2, 0, 0, put("a", "2"), delete("b"));

    StateView view = store.latest();
    assertEquals(4, view.changes(KeyRange.ALL, 0, LIMIT).size());
    assertTrue(view.changes(KeyRange.ofPrefix(key("b")), 1, LIMIT).getFirst().tombstone());
    assertNull(view.changes(KeyRange.ALL, 0, 3));
    apply(3, 0, 2);
    assertThrows(Forgotten.class, () -> store.latest().changes(KeyRange.ALL, 1, LIMIT));
    assertThrows(
        Forgotten.class, () -> store.latest().list(KeyRange.ALL, LIMIT, Order.ASCENDING, 1));
  }

  @Test
  void aBatchIsAppliedOnceAndInOrder() {
    apply(5, 0, 0, put("k", "a"));

    assertThrows(Invariant.Violation.class, () -> apply(5, 0, 0, put("k", "b")));
    assertThrows(Invariant.Violation.class, () -> apply(4, 0, 0, put("k", "b")));
    assertEquals("a", text(latest("k").value()));
  }

  @Test
  void listsGoOnBehindTheLastKey() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String key = String.format("p/%02d", i);
      all.add(key);
      apply(i + 1, 0, 0, put(key, "v"), put("q" + i, "v"));
    }
    List<String> seen = new ArrayList<>();
    KeyRange rest = KeyRange.ofPrefix(key("p/"));
    for (List<Entry> page = list(rest, 7); !page.isEmpty(); page = list(rest, 7)) {
      page.forEach(entry -> seen.add(text(entry.key())));
      rest = rest.after(page.getLast().key());
    }
    assertEquals(all, seen);
    assertEquals(
        List.of("p/49", "p/48"),
        store.latest().list(KeyRange.ofPrefix(key("p/")), 2, Order.DESCENDING).stream()
            .map(entry -> text(entry.key()))
            .toList());
  }

  @Test
  void aPrefixOfHighBytesHasAnEnd() {
    byte[] high = {(byte) 0xFF, (byte) 0xFF};
    apply(1, 0, 0, new Change.Put(high, key("v"), StateStore.NEVER), put("a", "v"));

    assertArrayEquals(high, list(KeyRange.ofPrefix(high), 9).getFirst().key());
    assertEquals(1, list(KeyRange.ofPrefix(new byte[] {(byte) 0xFF}), 9).size());
    assertEquals(2, list(KeyRange.ALL, 9).size());
  }

  @Test
  void aSnapshotStaysAsItWas() {
    apply(1, 7, 0, put("k", "a"));
    try (StateView snapshot = store.snapshot()) {
      apply(2, 9, 2, put("k", "b"), put("l", "b"));

      assertEquals(1, snapshot.position());
      assertEquals(7, snapshot.nowNanos());
      assertEquals(1, snapshot.keys());
      assertEquals("a", text(snapshot.get(key("k")).value()));
      assertEquals(1, snapshot.list(KeyRange.ALL, LIMIT, Order.ASCENDING).size());
    }
  }

  /// Against lists of versions, with the horizon some way behind.
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void randomBatchesEqualAModel(long seed) {
    Choice draw = Choices.seeded(seed, "state").choice("batch");
    StateModel model = new StateModel();
    long position = 0;
    long now = 0;
    for (int step = 0; step < 600; step++) {
      position += 1 + draw.below(3);
      now += draw.below(20);
      List<Change> changes = new ArrayList<>();
      for (int i = draw.below(5); i > 0; i--) {
        String key = "k" + draw.below(20);
        long expires = draw.chance(0.3) ? now + draw.below(100) : StateStore.NEVER;
        changes.add(
            draw.chance(0.3)
                ? delete(key)
                : new Change.Put(key(key), key("v" + step + "-" + i), expires));
      }
      long horizon = draw.chance(0.1) ? position : Math.max(0, position - draw.below(60));
      StateBatch batch = new StateBatch(position, now, horizon, changes);
      store.apply(batch);
      model.apply(batch);
      if (step % 20 == 0) {
        model.compare(store.latest());
      }
      if (step % 100 == 99) {
        model.comparePast(store.latest());
      }
    }
    model.compare(store.latest());
  }

  private StateStore.Applied apply(long position, long now, long horizon, Change... changes) {
    return store.apply(new StateBatch(position, now, horizon, List.of(changes)));
  }

  private List<Entry> list(KeyRange range, int limit) {
    return store.latest().list(range, limit, Order.ASCENDING);
  }

  private Entry latest(String key) {
    return store.latest().get(key(key));
  }

  private List<Long> positions(String key) {
    return store.latest().versions(key(key), LIMIT).stream().map(Entry::position).toList();
  }

  private static void assertEntry(
      Entry entry, String value, long position, long created, int version) {
    assertNotNull(entry);
    assertEquals(value, text(entry.value()));
    assertEquals(position, entry.position());
    assertEquals(created, entry.createdPosition());
    assertEquals(version, entry.version());
  }

  private static Change put(String key, String value) {
    return new Change.Put(key(key), key(value), StateStore.NEVER);
  }

  private static Change delete(String key) {
    return new Change.Delete(key(key));
  }

  static byte[] key(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
