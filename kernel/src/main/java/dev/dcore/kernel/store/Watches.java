package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Watches of keys and values on one replica. A watcher hears of every change of its range from its
/// first revision on, once, in order, and all of a revision together; or else that it has to read
/// again ([WatchNotice.Resync]). There is no gap that it is not told of.
///
/// What happened before the watch began, or while the state was replaced by a snapshot, is found in
/// the versions that the state keeps. What happens then waits here, within bounds, until whoever
/// serves the watcher takes it.
public final class Watches {
  private final WatchLimits limits;
  private final Map<Long, Watcher> byId = new LinkedHashMap<>();
  private final Map<Long, Watcher> ofRanges = new LinkedHashMap<>();
  private final TreeMap<byte[], Map<Long, Watcher>> ofKeys = new TreeMap<>(Arrays::compareUnsigned);
  private final LinkedHashSet<Long> ready = new LinkedHashSet<>();
  private long revision;
  private long bytes;

  /// What a watcher got.
  ///
  /// @param through it has heard of all up to this revision; a watch that is broken off goes on
  ///   behind it
  public record Taken(List<WatchNotice> notices, long through) {
    public Taken {
      notices = List.copyOf(notices);
    }
  }

  /// @param revision of the state that it begins with
  public Watches(WatchLimits limits, long revision) {
    this.limits = limits;
    this.revision = revision;
  }

  /// How many watchers there are.
  public int size() {
    return byId.size();
  }

  /// Begins a watch.
  ///
  /// @param id none of a watcher that is there
  /// @param from the first revision of interest, which may be one to come; 0 for the next one
  /// @return whether there was room for another watcher
  public boolean watch(long id, KeyRange range, long from, StateHistory state) {
    Invariant.check(!byId.containsKey(id), "a watch begins once");
    Invariant.check(state.position() == revision, "watches have heard of the whole state");
    if (byId.size() >= limits.watchersMax()) {
      return false;
    }
    Watcher watcher = new Watcher(id, KvKeys.data(range), from == 0 ? revision + 1 : from);
    byId.put(id, watcher);
    if (KvOp.isOnly(range)) {
      ofKeys.computeIfAbsent(watcher.range.from(), _ -> new LinkedHashMap<>()).put(id, watcher);
    } else {
      ofRanges.put(id, watcher);
    }
    catchUp(watcher, watcher.from() - 1, state);
    return true;
  }

  /// Ends a watch; does nothing when there is no such watcher.
  public void cancel(long id) {
    Watcher gone = byId.remove(id);
    if (gone == null) {
      return;
    }
    bytes -= gone.bytes();
    ready.remove(id);
    ofRanges.remove(id);
    Map<Long, Watcher> sameKey = ofKeys.get(gone.range.from());
    if (sameKey != null && sameKey.remove(id) != null && sameKey.isEmpty()) {
      ofKeys.remove(gone.range.from());
    }
  }

  /// Another position was applied, of whatever kind.
  ///
  /// @param written what [Applied.Executed] says, or nothing
  public void applied(long position, List<Entry> written) {
    Invariant.check(position > revision, "watches hear of each position once");
    revision = position;
    if (byId.isEmpty()) {
      return;
    }
    for (Entry entry : written) {
      if (entry.key()[0] == KvKeys.DATA) {
        onEvent(entry);
      }
    }
  }

  /// The state was replaced by that of a later position.
  public void restored(StateHistory state) {
    long before = revision;
    revision = state.position();
    for (Watcher watcher : byId.values()) {
      catchUp(watcher, Math.max(before, watcher.from() - 1), state);
    }
  }

  /// Watchers for whom something waits, those first that wait for the longest.
  public List<Long> ready() {
    return List.copyOf(ready);
  }

  /// Takes what waits for a watcher.
  ///
  /// @param eventsMax how many events at most, but one revision in any case
  public Taken take(long id, int eventsMax) {
    Watcher watcher = Invariant.present(byId.get(id), "a watcher that is there takes");
    long before = watcher.bytes();
    List<WatchNotice> notices = watcher.take(eventsMax);
    bytes += watcher.bytes() - before;
    ready.remove(id);
    if (watcher.waits()) {
      ready.add(id);
      return new Taken(notices, notices.getLast().revision());
    }
    return new Taken(notices, revision);
  }

  private void onEvent(Entry entry) {
    List<Watcher> concerned = new ArrayList<>();
    Map<Long, Watcher> ofKey = ofKeys.get(entry.key());
    if (ofKey != null) {
      concerned.addAll(ofKey.values());
    }
    for (Watcher watcher : ofRanges.values()) {
      if (watcher.range.contains(entry.key())) {
        concerned.add(watcher);
      }
    }
    if (concerned.isEmpty()) {
      return;
    }
    KvEvent event = event(entry);
    for (Watcher watcher : concerned) {
      add(watcher, event);
    }
  }

  /// @param after the watcher has heard of all up to this revision
  private void catchUp(Watcher watcher, long after, StateHistory state) {
    if (after >= revision) {
      return;
    }
    List<Entry> changes =
        after < state.horizon() ? null : state.changes(watcher.range, after, limits.scanMax());
    if (changes == null) {
      resync(watcher);
      return;
    }
    for (Entry entry : changes) {
      add(watcher, event(entry));
    }
  }

  private void add(Watcher watcher, KvEvent event) {
    if (event.item().revision() < watcher.from()) {
      return;
    }
    long before = watcher.bytes();
    watcher.add(event);
    bytes += watcher.bytes() - before;
    ready.add(watcher.id);
    if (watcher.events() > limits.eventsMax() || bytes > limits.bytesMax()) {
      resync(watcher);
    }
  }

  private void resync(Watcher watcher) {
    bytes -= watcher.bytes();
    watcher.resync(revision);
    ready.add(watcher.id);
  }

  private static KvEvent event(Entry entry) {
    return new KvEvent(
        entry.tombstone()
            ? new KvItem(
                KvKeys.keyOfData(entry.key()),
                entry.value(),
                entry.createdPosition(),
                entry.position(),
                0,
                0)
            : KvKeys.item(entry));
  }
}
