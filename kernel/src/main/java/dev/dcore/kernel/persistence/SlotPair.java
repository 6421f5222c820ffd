package dev.dcore.kernel.persistence;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;

/// A small value that survives crashes and the damage of one sector: two checksummed slots, each a
/// file of its own, both written and synced one after the other. Apart from the log, so that a node
/// with a damaged log still knows who it is. The bytes of a slot are a [SlotImage].
///
/// Recovery: of the slots whose checksum holds, the one with the higher ordinal counts. One damaged
/// or missing slot is rewritten by the next store. A store writes the newest intact slot last, so
/// that a crash in the middle of it never finds both torn. When none is intact and the second holds
/// bytes, the value is lost and [SlotPairEffect.Damaged] says so: an empty directory and a damaged
/// one are not the same. The second slot is first written when the first one is synced, so while it
/// is empty no store was ever finished, and what the first one holds is a write that a crash cut
/// off.
public final class SlotPair implements Protocol<SlotPairInput, SlotPairEffect> {
  /// The largest file that is read: a slot is one sector.
  public static final int SLOT_BYTES_MAX = 512;

  private static final int MAGIC = 0x44435350;

  private enum Stage {
    NEW,
    READING,
    IDLE,
    WRITING,
    SYNCING,
    SYNCING_DIRECTORY,
    FAILED
  }

  private final SlotLoad load = new SlotLoad(MAGIC);
  private Stage stage = Stage.NEW;
  private int slot;
  private long ordinal;
  private int newestSlot = 1;
  private byte[] image = {};

  @Override
  public void step(long nowNanos, SlotPairInput input, Effects<SlotPairEffect> effects) {
    switch (input) {
      case SlotPairInput.Load _ -> onLoad(effects);
      case SlotPairInput.Store(byte[] value) -> onStore(value, effects);
      case SlotPairInput.ReadDone(byte[] bytes) -> onRead(bytes, bytes.length > 0, effects);
      case SlotPairInput.Done _ -> onDone(effects);
      case SlotPairInput.Failed(String reason) -> onFailed(reason, effects);
    }
  }

  private void onLoad(Effects<SlotPairEffect> effects) {
    load.begin(effects);
    stage = Stage.READING;
  }

  private void onRead(byte[] bytes, boolean there, Effects<SlotPairEffect> effects) {
    if (!load.onRead(bytes, there, effects)) {
      return;
    }
    stage = Stage.IDLE;
    SlotImage newest = load.newest();
    newestSlot = load.newestSlot();
    if (newest != null) {
      ordinal = newest.ordinal();
      effects.add(new SlotPairEffect.Loaded(newest.value()));
    } else if (load.sawBytes(1)) {
      stage = Stage.FAILED;
      effects.add(new SlotPairEffect.Damaged());
    } else {
      effects.add(new SlotPairEffect.Empty());
    }
  }

  private void onStore(byte[] value, Effects<SlotPairEffect> effects) {
    Invariant.check(stage == Stage.IDLE, "one store at a time, after the load");
    Invariant.check(
        SlotImage.HEADER_BYTES + value.length <= SLOT_BYTES_MAX, "a value fits one sector");
    ordinal++;
    image = new SlotImage(ordinal, value).encode(MAGIC);
    slot = 1 - newestSlot;
    stage = Stage.WRITING;
    effects.add(new SlotPairEffect.WriteSlot(slot, image));
  }

  private void onDone(Effects<SlotPairEffect> effects) {
    switch (stage) {
      case WRITING -> {
        stage = Stage.SYNCING;
        effects.add(new SlotPairEffect.SyncSlot(slot));
      }
      case SYNCING -> {
        if (slot != newestSlot) {
          slot = newestSlot;
          stage = Stage.WRITING;
          effects.add(new SlotPairEffect.WriteSlot(slot, image));
        } else {
          stage = Stage.SYNCING_DIRECTORY;
          effects.add(new SlotPairEffect.SyncDirectory());
        }
      }
      case SYNCING_DIRECTORY -> {
        stage = Stage.IDLE;
        effects.add(new SlotPairEffect.Stored());
      }
      case NEW, READING, IDLE, FAILED -> Invariant.check(false, "a completion in stage " + stage);
    }
  }

  private void onFailed(String reason, Effects<SlotPairEffect> effects) {
    if (stage == Stage.READING) {
      onRead(new byte[0], true, effects);
      return;
    }
    stage = Stage.FAILED;
    effects.add(new SlotPairEffect.StoreFailed(reason));
  }
}
