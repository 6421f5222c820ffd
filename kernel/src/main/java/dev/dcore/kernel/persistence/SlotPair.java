package dev.dcore.kernel.persistence;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A small value that survives crashes and the damage of one sector: two checksummed slots, each a
/// file of its own, both written and synced one after the other. Apart from the log, so that a node
/// with a damaged log still knows who it is. The bytes of a slot are a [SlotImage].
///
/// Recovery: of the slots whose checksum holds, the one with the higher ordinal counts. A damaged
/// slot is rewritten by the next store before the intact one, so that a crash in the middle of it
/// never finds both torn. When a store was cut off between the slots, the newer one can be read and
/// may not have been synced: the next store writes that one first, and the older one, which was,
/// stays until that is synced. When none is intact and the second holds bytes, the value is lost
/// and [SlotPairEffect.Damaged] says so: an empty directory and a damaged one are not the same. The
/// second slot is first written when the first one is synced, so while it is empty no store was
/// ever finished, and what the first one holds is a write that a crash cut off.
public final class SlotPair implements Protocol<SlotPairInput, SlotPairEffect> {
  /// The largest file that is read: a slot is one sector.
  public static final int SLOT_BYTES_MAX = 512;

  /// What a slot takes beside the value.
  public static final int HEADER_BYTES = SlotImage.HEADER_BYTES;

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

  private final int magic;
  private final int bytesMax;
  private final SlotLoad load;
  private Stage stage = Stage.NEW;
  private int slot;
  private long ordinal;
  private int lastSlot = 1;
  private byte[] image = {};

  /// A value of one sector.
  public SlotPair() {
    this(MAGIC, SLOT_BYTES_MAX);
  }

  /// @param magic tells files of this kind from others
  /// @param bytesMax the largest slot, header included
  public SlotPair(int magic, int bytesMax) {
    this.magic = magic;
    this.bytesMax = bytesMax;
    this.load = new SlotLoad(magic);
  }

  /// The bytes of both slots of a value that is stored for the first time, for who writes them
  /// without a pair.
  public static byte[] first(byte[] value) {
    return new SlotImage(1, value).encode(MAGIC);
  }

  /// The value of two slots that somebody read without a pair.
  ///
  /// @param slots the bytes of both files, empty for one that is not there
  /// @return null when none is whole
  public static byte @Nullable [] newest(List<byte[]> slots) {
    SlotImage newest = null;
    for (byte[] slot : slots) {
      SlotImage image = SlotImage.decode(MAGIC, slot);
      if (image != null && (newest == null || image.ordinal() > newest.ordinal())) {
        newest = image;
      }
    }
    return newest == null ? null : newest.value();
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
    lastSlot = load.cutOff() ? 1 - load.newestSlot() : load.newestSlot();
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
    Invariant.check(HEADER_BYTES + value.length <= bytesMax, "a value fits its slot");
    ordinal++;
    image = new SlotImage(ordinal, value).encode(magic);
    slot = 1 - lastSlot;
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
        if (slot != lastSlot) {
          slot = lastSlot;
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
