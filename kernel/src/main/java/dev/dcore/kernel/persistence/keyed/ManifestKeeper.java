package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.SlotPair;
import dev.dcore.kernel.persistence.SlotPairEffect;
import dev.dcore.kernel.persistence.SlotPairInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds the manifest, and switches it to the next: one store at a time, of all edits that wait.
///
/// An edit names what it takes out and puts in, not what there is: so that a compaction which ends
/// never undoes what was added while it ran.
final class ManifestKeeper {
  private static final int MAGIC = 0x44434B4D;

  /// A change of the manifest.
  ///
  /// @param by whose it is
  /// @param through raises what has been added, unless that is higher
  record Edit(Lane by, List<Long> removed, List<KeyedSegment> added, long through) {}

  private final SlotPair slots = new SlotPair(MAGIC, Manifest.BYTES_MAX);
  private final KeyedFiles files;
  private final List<Edit> waiting = new ArrayList<>();
  private List<Edit> storing = List.of();
  private boolean busy;
  private Manifest durable;
  private Manifest next;

  /// @param first what holds when there is none
  ManifestKeeper(KeyedFiles files, Manifest first) {
    this.files = files;
    this.durable = first;
    this.next = first;
  }

  /// The one that survives a power loss.
  Manifest durable() {
    return durable;
  }

  /// Takes what the slots held as the manifest; it counts after the next store.
  void loaded(Manifest manifest) {
    durable = manifest;
    next = manifest;
  }

  void add(Edit edit) {
    waiting.add(edit);
  }

  /// Whether an edit of this lane waits or is being stored.
  boolean has(Lane lane) {
    return waiting.stream().anyMatch(edit -> edit.by() == lane)
        || storing.stream().anyMatch(edit -> edit.by() == lane);
  }

  void replaced(long segment, long bytes) {
    durable = withDead(durable, segment, bytes);
    next = withDead(next, segment, bytes);
  }

  /// Begins to store what waits, if nothing is being stored.
  ///
  /// @param nextId above every id that was given out
  /// @return the edits that cannot be: the manifest would be too large
  List<Edit> store(long nextId, boolean evenIfNothing, Slots outcome) {
    if (busy || (waiting.isEmpty() && !evenIfNothing)) {
      return List.of();
    }
    List<Edit> refused = new ArrayList<>();
    Manifest changed = new Manifest(durable.log(), nextId, durable.through(), durable.segments());
    List<Edit> taken = new ArrayList<>();
    for (Edit edit : waiting) {
      Manifest with = apply(changed, edit);
      boolean fits = with.bytes() <= Manifest.BYTES_MAX - SlotPair.HEADER_BYTES;
      changed = fits ? with : changed;
      (fits ? taken : refused).add(edit);
    }
    waiting.clear();
    if (!taken.isEmpty() || evenIfNothing) {
      storing = taken;
      next = changed;
      busy = true;
      step(new SlotPairInput.Store(changed.encode()), outcome);
    }
    return refused;
  }

  /// Where a load or a store has come to.
  interface Slots {
    void operate(FileOperation operation);

    void ended(SlotPairEffect how);
  }

  void load(Slots outcome) {
    step(new SlotPairInput.Load(), outcome);
  }

  void onResult(FileResult result, Slots outcome) {
    step(
        switch (result) {
          case FileResult.Bytes(byte[] bytes) -> new SlotPairInput.ReadDone(bytes);
          case FileResult.Done _ -> new SlotPairInput.Done();
          case FileResult.Failed(String reason) -> new SlotPairInput.Failed(reason);
          case FileResult.Listed _ -> throw new IllegalStateException("slots list nothing");
        },
        outcome);
  }

  /// The store is over.
  ///
  /// @return the edits that hold from now on
  List<Edit> stored() {
    Invariant.check(busy, "a store was under way");
    busy = false;
    durable = next;
    List<Edit> done = storing;
    storing = List.of();
    return done;
  }

  private void step(SlotPairInput input, Slots outcome) {
    Effects<SlotPairEffect> effects =
        effect -> {
          @Nullable FileOperation operation = operation(effect);
          if (operation != null) {
            outcome.operate(operation);
          } else {
            outcome.ended(effect);
          }
        };
    // The slots ask for no time.
    slots.step(0, input, effects);
  }

  private @Nullable FileOperation operation(SlotPairEffect effect) {
    return switch (effect) {
      case SlotPairEffect.ReadSlot(int slot) ->
          new FileOperation.ReadWhole(files.manifest(slot), Manifest.BYTES_MAX);
      case SlotPairEffect.WriteSlot(int slot, byte[] bytes) ->
          new FileOperation.Write(files.manifest(slot), 0, bytes);
      case SlotPairEffect.SyncSlot(int slot) -> new FileOperation.Sync(files.manifest(slot));
      case SlotPairEffect.SyncDirectory _ -> new FileOperation.SyncDirectory();
      case SlotPairEffect.Empty _,
          SlotPairEffect.Loaded _,
          SlotPairEffect.Damaged _,
          SlotPairEffect.Stored _,
          SlotPairEffect.StoreFailed _ ->
          null;
    };
  }

  private static Manifest apply(Manifest manifest, Edit edit) {
    List<KeyedSegment> segments = new ArrayList<>(manifest.segments());
    segments.removeIf(segment -> edit.removed().contains(segment.id()));
    Invariant.check(
        segments.size() == manifest.segments().size() - edit.removed().size(),
        "what an edit takes out is there");
    segments.addAll(edit.added());
    long through = Math.max(manifest.through(), edit.through());
    return new Manifest(manifest.log(), manifest.nextId(), through, segments);
  }

  private static Manifest withDead(Manifest manifest, long segment, long bytes) {
    return new Manifest(
        manifest.log(),
        manifest.nextId(),
        manifest.through(),
        manifest.segments().stream()
            .map(each -> each.id() == segment ? each.withDead(bytes) : each)
            .toList());
  }
}
