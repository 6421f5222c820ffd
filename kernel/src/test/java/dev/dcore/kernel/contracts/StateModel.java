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
