package dev.dcore.kernel.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.wire.Golden;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A watcher hears of each change once, in order, or is told to read again.
class WatchesTest {
  private static final WatchLimits LIMITS = new WatchLimits(8, 12, 300, 60);
  private static final ReplicatedState.Config CONFIG =
      new ReplicatedState.Config(SessionLimits.DEFAULT, 40, 1 << 20, 1 << 20);

  private final ReplicatedState state =
      new ReplicatedState(
          new StateStore(new MemoryBytes()), new KvMachine(StoreLimits.DEFAULT), CONFIG);
  private final KvModel model = new KvModel();
  private final TreeMap<Long, List<KvEvent>> history = new TreeMap<>();
  private final Map<Long, Heard> heard = new LinkedHashMap<>();
  private final Watches watches = new Watches(LIMITS, 0);
  private int resyncs;
  private int events;

  /// @param through it has heard of all up to there
  private record Heard(KeyRange range, long through) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyChangeIsHeardOfOnceOrIsToBeReadAgain(long seed) throws Exception {
    Choice draw = Choices.seeded(seed, "watches").choice("step");
    RandomKv random = new RandomKv(draw);
    long nextId = 1;
    for (long position = 1; position <= 3_000; position++) {
      boolean away = draw.chance(0.02);
      apply(position, random.mutation(position), !away);
      if (away) {
        for (int more = draw.below(60); more > 0; more--) {
          apply(++position, random.mutation(position), false);
        }
        watches.restored(state.reader());
      }
      if (draw.chance(0.05)) {
        long from = Math.max(0, position - draw.below(60) + 5);
        KeyRange range = random.range();
        if (watches.watch(nextId, range, from, state.reader())) {
          heard.put(nextId++, new Heard(range, from == 0 ? position : from - 1));
        }
      }
      take(draw);
      if (draw.chance(0.02) && !heard.isEmpty()) {
        long id = heard.keySet().iterator().next();
        watches.cancel(id);
        heard.remove(id);
      }
    }
    assertTrue(resyncs > 30 && events > 1_000, resyncs + " resyncs, " + events + " events");
  }

  private void apply(long position, KvMutation mutation, boolean watched) throws Exception {
    byte[] command = KvMessages.MUTATIONS.encode(mutation);
    byte[] entry = new ReplicatedEntry(0, Operation.Execute.once(command)).encode();
    Applied.Executed executed =
        assertInstanceOf(Applied.Executed.class, state.apply(position, entry));
    KvAnswer _ = model.apply(position, mutation);
    history.put(position, model.events());
    if (watched) {
      watches.applied(position, executed.written());
    }
  }

  private void take(Choice draw) {
    for (long id : watches.ready()) {
      if (draw.chance(0.6)) {
        continue;
      }
      Watches.Taken taken = watches.take(id, 1 + draw.below(10));
      Heard before = heard.get(id);
      long through = before.through();
      for (WatchNotice notice : taken.notices()) {
        switch (notice) {
          case WatchNotice.Resync(long revision) -> {
            assertTrue(revision > through);
            through = revision;
            resyncs++;
          }
          case WatchNotice.Events(long revision, List<KvEvent> found) -> {
            assertEquals(List.of(), expected(before.range(), through + 1, revision - 1));
            assertEquals(expected(before.range(), revision, revision), describe(found));
            through = revision;
            events += found.size();
          }
        }
      }
      assertEquals(List.of(), expected(before.range(), through + 1, taken.through()));
      heard.put(id, new Heard(before.range(), Math.max(through, taken.through())));
    }
    for (Map.Entry<Long, Heard> each : heard.entrySet()) {
      Heard so = each.getValue();
      boolean waits = !expected(so.range(), so.through() + 1, state.position()).isEmpty();
      assertTrue(!waits || watches.ready().contains(each.getKey()), "nobody is forgotten");
    }
  }

  private List<String> expected(KeyRange range, long from, long to) {
    List<KvEvent> all = new ArrayList<>();
    if (from <= to) {
      history.subMap(from, true, to, true).values().forEach(all::addAll);
    }
    return describe(all.stream().filter(each -> range.contains(each.item().key())).toList());
  }

  private static List<String> describe(List<KvEvent> events) {
    return events.stream()
        .map(KvEvent::item)
        .map(
            item ->
                String.join(
                    " ",
                    KvModel.text(item.key()),
                    KvModel.text(item.value()),
                    item.createRevision() + "/" + item.revision() + "/" + item.version(),
                    "lease " + item.lease()))
        .toList();
  }

  @Test
  void aCompactedRevisionIsResyncedAndLaterChangesAreHeard() throws Exception {
    for (long position = 1; position <= 60; position++) {
      apply(position, new KvOp.Put(KvModel.bytes("k"), KvModel.bytes("v" + position)), true);
    }
    assertTrue(watches.watch(1, KeyRange.ALL, 5, state.reader()));
    assertEquals(new Watches.Taken(List.of(new WatchNotice.Resync(60)), 60), watches.take(1, 100));
    apply(61, KvOp.Delete.of(KvModel.bytes("k")), true);
    WatchNotice.Events heard =
        assertInstanceOf(WatchNotice.Events.class, watches.take(1, 100).notices().getFirst());
    assertTrue(heard.events().getFirst().deleted());
    assertEquals(List.of(), watches.ready());
  }

  @Test
  void thereAreSoManyWatchers() {
    for (long id = 1; id <= LIMITS.watchersMax(); id++) {
      assertTrue(watches.watch(id, KeyRange.ALL, 0, state.reader()));
    }
    assertFalse(watches.watch(99, KeyRange.ALL, 0, state.reader()));
    watches.cancel(3);
    assertTrue(watches.watch(99, KeyRange.ALL, 0, state.reader()));
    assertEquals(LIMITS.watchersMax(), watches.size());
  }

  @Test
  void bytesOfNoticesArePinned() throws Exception {
    KvItem item = new KvItem(KvModel.bytes("k"), KvModel.bytes("v"), 300, 301, 2, 7);
    KvItem gone = new KvItem(KvModel.bytes("l"), new byte[0], 301, 301, 0, 0);
    List<KvEvent> events = List.of(new KvEvent(item), new KvEvent(gone));
    byte[] bytes = WatchMessages.NOTICES.encode(new WatchNotice.Events(301, events));
    Golden.check("kv-notice-events", bytes);
    Golden.check("kv-notice-resync", WatchMessages.NOTICES.encode(new WatchNotice.Resync(301)));
    WatchNotice.Events read =
        assertInstanceOf(WatchNotice.Events.class, WatchMessages.NOTICES.decode(bytes));
    assertEquals(describe(events), describe(read.events()));
  }
}
