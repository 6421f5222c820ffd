package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.seeding.Snapshot;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.SlotPairEffect;
import dev.dcore.kernel.persistence.SlotPairInput;
import dev.dcore.kernel.persistence.SlotTurns;
import dev.dcore.kernel.transport.MalformedFrame;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Keeps a [Snapshot] of the members in the data directory, and reads it at the start. Nobody waits
/// for a save: changes are gathered, one save is under way at a time, and one that fails is traced
/// and tried again later. What cannot be read is nothing that is known.
final class Remembering {
  static final String FILES = "members";
  private static final int OWNER = 1;

  /// A change is on disk soon, so that a cluster that dies young finds itself again.
  static final long SAVE_SOON_NANOS = Duration.ofSeconds(2).toNanos();

  /// While members come and go, a save in so long: half a MiB at most, in sequence.
  static final long SAVE_PERIOD_NANOS = Duration.ofSeconds(15).toNanos();

  private static final long NEVER = Long.MAX_VALUE;

  private final SlotTurns slots = new SlotTurns(Snapshot.MAGIC);
  private final SlotFiles files;
  private final Supplier<Snapshot> take;
  private final Consumer<Snapshot> onLoaded;
  private final Consumer<RuntimeTrace> trace;
  private boolean changed;
  private long earliestNanos = Long.MIN_VALUE;
  private long saveAtNanos = NEVER;

  /// @param take makes a snapshot of the members as they are
  Remembering(
      Ports ports,
      Supplier<Snapshot> take,
      Consumer<Snapshot> onLoaded,
      Consumer<RuntimeTrace> trace) {
    this.take = take;
    this.onLoaded = onLoaded;
    this.trace = trace;
    this.files =
        new SlotFiles(ports.disk(), OWNER, slots, FILES, Snapshot.BYTES_MAX, this::onResult);
  }

  void load(long nowNanos) {
    files.step(nowNanos, new SlotPairInput.Load());
  }

  /// A member came or went, or this node says something else of itself.
  void onChange(long nowNanos) {
    changed = true;
    arm(nowNanos);
  }

  /// When it wants to be woken.
  long deadlineNanos() {
    return saveAtNanos;
  }

  void onWoken(long nowNanos) {
    if (nowNanos < saveAtNanos) {
      return;
    }
    saveAtNanos = NEVER;
    changed = false;
    earliestNanos = nowNanos + SAVE_PERIOD_NANOS;
    files.step(nowNanos, new SlotPairInput.Store(take.get().encode()));
  }

  boolean owns(DiskEvent event) {
    return files.owns(event);
  }

  void onDisk(long nowNanos, DiskEvent event) {
    files.onDisk(nowNanos, event);
  }

  private void onResult(long nowNanos, SlotPairEffect result) {
    switch (result) {
      case SlotPairEffect.Empty _ -> onLoaded.accept(Snapshot.EMPTY);
      case SlotPairEffect.Loaded(byte[] value) -> onLoaded.accept(read(value));
      case SlotPairEffect.Damaged _ -> {
        trace.accept(new RuntimeTrace.SnapshotIgnored("neither file is whole"));
        onLoaded.accept(Snapshot.EMPTY);
      }
      case SlotPairEffect.Stored _ -> arm(nowNanos);
      case SlotPairEffect.StoreFailed(String reason) -> {
        trace.accept(new RuntimeTrace.SnapshotNotSaved(reason));
        onChange(nowNanos);
      }
      case SlotPairEffect.ReadSlot _,
          SlotPairEffect.WriteSlot _,
          SlotPairEffect.SyncSlot _,
          SlotPairEffect.SyncDirectory _ ->
          Invariant.check(false, "an operation is no result");
    }
  }

  private Snapshot read(byte[] value) {
    try {
      return Snapshot.decode(value);
    } catch (MalformedFrame e) {
      trace.accept(new RuntimeTrace.SnapshotIgnored(e.reason()));
      return Snapshot.EMPTY;
    }
  }

  private void arm(long nowNanos) {
    if (changed && saveAtNanos == NEVER && slots.idle()) {
      saveAtNanos = Math.max(nowNanos + SAVE_SOON_NANOS, earliestNanos);
    }
  }
}
