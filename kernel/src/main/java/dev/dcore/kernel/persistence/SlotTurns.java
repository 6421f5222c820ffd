package dev.dcore.kernel.persistence;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;
import org.jspecify.annotations.Nullable;

/// A value that is good to have after a restart and may be an older one: two slots ([SlotImage]),
/// each a file of its own, written in turns, so that a crash in the middle of a store leaves the
/// value before it. Half the writes of a [SlotPair], which loses nothing that was stored.
///
/// Recovery: of the slots that are whole, the one with the higher ordinal counts. When none is and
/// one holds bytes, [SlotPairEffect.Damaged] says so, and stores go on from there. A store that
/// failed leaves the other slot as it was, and the next store tries the same one again.
///
/// What was loaded may be a store that a crash of the process cut off before its sync: it can be
/// read, and a power loss still takes it away. The first store therefore writes and syncs it once
/// more before the other slot is touched, so that a power loss then never finds both torn.
public final class SlotTurns implements Protocol<SlotPairInput, SlotPairEffect> {
  private enum Stage {
    NEW,
    READING,
    IDLE,
    WRITING,
    SYNCING,
    SYNCING_DIRECTORY
  }

  private final int magic;
  private final SlotLoad load;
  private Stage stage = Stage.NEW;
  private int slot;
  private long ordinal;
  private int newestSlot = 1;
  private byte[] next = {};

  /// What was loaded, until this instance has synced it.
  private @Nullable SlotImage unsynced;

  /// @param magic tells files of this kind from others
  public SlotTurns(int magic) {
    this.magic = magic;
    this.load = new SlotLoad(magic);
  }

  /// Whether a store may begin: the load is over, and no other store is under way.
  public boolean idle() {
    return stage == Stage.IDLE;
  }

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
    unsynced = newest;
    newestSlot = load.newestSlot();
    if (newest != null) {
      ordinal = newest.ordinal();
      effects.add(new SlotPairEffect.Loaded(newest.value()));
    } else {
      boolean damaged = load.sawBytes(0) || load.sawBytes(1);
      effects.add(damaged ? new SlotPairEffect.Damaged() : new SlotPairEffect.Empty());
    }
  }

  private void onStore(byte[] value, Effects<SlotPairEffect> effects) {
    Invariant.check(stage == Stage.IDLE, "one store at a time, after the load");
    next = value;
    SlotImage loaded = unsynced;
    if (loaded == null) {
      writeNext(effects);
    } else {
      write(newestSlot, loaded, effects);
    }
  }

  private void writeNext(Effects<SlotPairEffect> effects) {
    ordinal++;
    write(1 - newestSlot, new SlotImage(ordinal, next), effects);
  }

  private void write(int to, SlotImage image, Effects<SlotPairEffect> effects) {
    slot = to;
    stage = Stage.WRITING;
    effects.add(new SlotPairEffect.WriteSlot(slot, image.encode(magic)));
  }

  private void onDone(Effects<SlotPairEffect> effects) {
    switch (stage) {
      case WRITING -> {
        stage = Stage.SYNCING;
        effects.add(new SlotPairEffect.SyncSlot(slot));
      }
      case SYNCING -> {
        stage = Stage.SYNCING_DIRECTORY;
        effects.add(new SlotPairEffect.SyncDirectory());
      }
      case SYNCING_DIRECTORY -> onSynced(effects);
      case NEW, READING, IDLE -> Invariant.check(false, "a completion in stage " + stage);
    }
  }

  private void onSynced(Effects<SlotPairEffect> effects) {
    if (unsynced != null) {
      unsynced = null;
      writeNext(effects);
      return;
    }
    stage = Stage.IDLE;
    newestSlot = slot;
    next = new byte[0];
    effects.add(new SlotPairEffect.Stored());
  }

  private void onFailed(String reason, Effects<SlotPairEffect> effects) {
    if (stage == Stage.READING) {
      onRead(new byte[0], true, effects);
      return;
    }
    stage = Stage.IDLE;
    effects.add(new SlotPairEffect.StoreFailed(reason));
  }
}
