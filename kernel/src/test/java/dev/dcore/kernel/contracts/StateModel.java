package dev.dcore.kernel.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dcore.kernel.persistence.state.Change;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.OrderedView.Order;
import dev.dcore.kernel.persistence.state.StateBatch;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.persistence.state.StateView;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What a state store should hold, in the plainest way: of each key all that it ever was.
final class StateModel {
  /// @param value null when the key was gone
  private record Version(long position, long created, int count, String value, long expires) {}

  private final TreeMap<String, List<Version>> versions = new TreeMap<>();
  private long position;
  private long now;
  private long horizon;

  void apply(StateBatch batch) {
    position = batch.position();
    now = Math.max(now, batch.nowNanos());
    horizon = Math.max(horizon, batch.horizon());
    for (String key : List.copyOf(versions.keySet())) {
      Version newest = newest(key);
      if (newest != null && newest.expires <= now) {
        write(key, null, StateStore.NEVER);
      }
    }
    for (Change change : batch.changes()) {
      String key = StateStoreContract.text(change.key());
      switch (change) {
        case Change.Put put ->
            write(key, StateStoreContract.text(put.value()), put.expiresAtNanos());
        case Change.Delete _ -> write(key, null, StateStore.NEVER);
        case Change.Overwrite(byte[] _, byte[] value) ->
            write(key, StateStoreContract.text(value), StateStore.NEVER);
        case Change.Erase _ -> write(key, null, StateStore.NEVER);
      }
    }
  }

  void compare(StateView view) {
    List<Entry> listed = view.list(KeyRange.ALL, Integer.MAX_VALUE, Order.ASCENDING);
    List<String> living = versions.keySet().stream().filter(key -> newest(key) != null).toList();
    assertEquals(living, listed.stream().map(each -> StateStoreContract.text(each.key())).toList());
    assertEquals(living.size(), view.keys());
    long bytes = living.stream().mapToLong(key -> key.length() + newest(key).value.length()).sum();
    assertEquals(bytes, view.keyAndValueBytes());
    long expiry =
        living.stream().mapToLong(key -> newest(key).expires).min().orElse(Long.MAX_VALUE);
    assertEquals(expiry, view.nextExpiryNanos());
    for (Entry entry : listed) {
      assertSame(newest(StateStoreContract.text(entry.key())), entry);
    }
    for (String key : versions.keySet()) {
      for (long at = horizon; at <= position; at++) {
        assertSame(at(key, at), view.get(StateStoreContract.key(key), at));
      }
    }
  }

  /// Ranges as they were, and what was written since, at every position that can be asked for.
  void comparePast(StateView view) {
    KeyRange range = new KeyRange(StateStoreContract.key("k1"), StateStoreContract.key("k3"));
    for (long at = horizon; at <= position; at++) {
      long then = at;
      List<String> there =
          versions.keySet().stream()
              .filter(key -> key.compareTo("k1") >= 0 && key.compareTo("k3") < 0)
              .filter(key -> at(key, then) != null)
              .toList();
      assertEquals(there, keys(view.list(range, Integer.MAX_VALUE, Order.ASCENDING, at)));
      assertEquals(
          there.reversed().stream().limit(3).toList(),
          keys(view.list(range, 3, Order.DESCENDING, at)));
      compareChanges(view.changes(KeyRange.ALL, at, Integer.MAX_VALUE), at);
    }
  }

  private void compareChanges(List<Entry> changes, long after) {
    List<String> expected = new ArrayList<>();
    for (long at = after + 1; at <= position; at++) {
      for (String key : versions.keySet()) {
        for (Version version : versions.get(key)) {
          if (version.position == at) {
            expected.add(at + key + version.value);
          }
        }
      }
    }
    List<String> found = new ArrayList<>();
    for (Entry entry : changes) {
      String value = entry.tombstone() ? null : StateStoreContract.text(entry.value());
      found.add(entry.position() + StateStoreContract.text(entry.key()) + value);
    }
    assertEquals(expected, found);
  }

  private static List<String> keys(List<Entry> entries) {
    return entries.stream().map(entry -> StateStoreContract.text(entry.key())).toList();
  }

  private void write(String key, String value, long expires) {
    List<Version> all = versions.computeIfAbsent(key, _ -> new ArrayList<>());
    Version old = newest(key);
    if (old == null && value == null) {
      return;
    }
    if (!all.isEmpty() && all.getLast().position == position) {
      all.removeLast();
    }
    long created = old == null ? position : old.created;
    all.add(new Version(position, created, old == null ? 1 : old.count + 1, value, expires));
  }

  private Version newest(String key) {
    return at(key, position);
  }

  private Version at(String key, long at) {
    for (Version version : versions.get(key).reversed()) {
      if (version.position <= at) {
        return version.value == null ? null : version;
      }
    }
    return null;
  }

  private static void assertSame(Version expected, Entry actual) {
    if (expected == null) {
      assertNull(actual);
      return;
    }
    assertNotNull(actual);
    assertEquals(
        expected,
        new Version(
            actual.position(),
            actual.createdPosition(),
            actual.version(),
            StateStoreContract.text(actual.value()),
            actual.expiresAtNanos()));
  }
}
