package dev.dcore.kernel.persistence;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import org.jspecify.annotations.Nullable;

/// Reads two slots, one after the other: of those that are whole, the one with the higher ordinal
/// counts. A slot that cannot be read is a damaged one; the other may be intact.
final class SlotLoad {
  private final int magic;
  private int reading = -1;
  private @Nullable SlotImage newest;
  private int newestSlot = 1;
  private boolean cutOff;
  private final boolean[] sawBytes = new boolean[2];

  /// @param magic what kind of value the slots hold
  SlotLoad(int magic) {
    this.magic = magic;
  }

  void begin(Effects<SlotPairEffect> effects) {
    Invariant.check(reading < 0, "slots are loaded once");
    reading = 0;
    effects.add(new SlotPairEffect.ReadSlot(0));
  }

  /// @param there whether the slot holds anything, or that cannot be said
  /// @return whether both slots were read
  boolean onRead(byte[] bytes, boolean there, Effects<SlotPairEffect> effects) {
    Invariant.check(reading == 0 || reading == 1, "a read that nobody asked for");
    sawBytes[reading] = there;
    SlotImage image = SlotImage.decode(magic, bytes);
    SlotImage known = newest;
    cutOff = known != null && (image == null ? !there : image.ordinal() != known.ordinal());
    if (image != null && (known == null || image.ordinal() > known.ordinal())) {
      newest = image;
      newestSlot = reading;
    }
    if (reading++ == 0) {
      effects.add(new SlotPairEffect.ReadSlot(1));
      return false;
    }
    return true;
  }

  boolean sawBytes(int slot) {
    return sawBytes[slot];
  }

  /// What the slots hold, or null.
  @Nullable SlotImage newest() {
    return newest;
  }

  /// Whether the slots tell of a store that ended between them: both are whole and differ, or the
  /// second was never written.
  boolean cutOff() {
    return cutOff;
  }

  /// The slot that holds it; the second when none does, so that the first is written first.
  int newestSlot() {
    return newestSlot;
  }
}
