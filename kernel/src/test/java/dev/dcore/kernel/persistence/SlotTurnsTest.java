package dev.dcore.kernel.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotTurnsTest {
  private static final int MAGIC = 0x54455354;
  private final byte[][] files = {{}, {}};

  @Test
  void anEmptyDirectoryIsEmpty() {
    assertInstanceOf(SlotPairEffect.Empty.class, load());
  }

  @Test
  void storesTakeTurnsAndTheLastOneCounts() {
    SlotTurns slots = loaded();
    List<Integer> written = new ArrayList<>();
    for (String value : List.of("one", "two, which is longer", "three")) {
      written.add(store(slots, value, Integer.MAX_VALUE));
      assertEquals(value, value(load()));
    }
    assertEquals(List.of(0, 1, 0), written);
  }

  /// Torn at any byte, the store before counts; and the next store does not go over it.
  @Test
  void aCrashInAStoreLeavesTheValueBefore() {
    SlotTurns first = loaded();
    store(first, "old", Integer.MAX_VALUE);
    byte[][] before = {files[0], files[1]};
    int whole = new SlotImage(2, bytes("new value")).encode(MAGIC).length;
    for (int torn = 0; torn < whole; torn++) {
      files[0] = before[0];
      files[1] = before[1];
      store(loaded(), "new value", torn);
      assertEquals("old", value(load()));
      store(loaded(), "other one", torn);
      assertEquals("old", value(load()));
    }
    store(loaded(), "next", Integer.MAX_VALUE);
    assertEquals("next", value(load()));
  }

  /// A process that ended between a write and its sync leaves what the next one reads and the power
  /// takes away. Whatever the power leaves of what that one has not synced, a value is there.
  @Test
  void aPowerLossInTheStoreAfterOneThatWasNotSyncedLeavesAValue() {
    store(loaded(), "old", Integer.MAX_VALUE);
    byte[][] durable = files.clone();
    store(loaded(), "unsynced, and longer", Integer.MAX_VALUE);
    SlotTurns slots = loaded();
    List<SlotPairEffect> effects = new ArrayList<>();
    slots.step(0, new SlotPairInput.Store(bytes("new")), effects::add);
    for (int i = 0; !slots.idle(); i++) {
      if (effects.get(i) instanceof SlotPairEffect.WriteSlot(int slot, byte[] image)) {
        byte[] whole = overwritten(durable[slot], image, image.length);
        for (int torn = 0; torn < image.length; torn++) {
          files[0] = durable[0];
          files[1] = durable[1];
          files[slot] = overwritten(durable[slot], image, torn);
          assertInstanceOf(SlotPairEffect.Loaded.class, load(), "torn at " + torn);
        }
        durable[slot] = whole;
      }
      slots.step(0, new SlotPairInput.Done(), effects::add);
    }
    files[0] = durable[0];
    files[1] = durable[1];
    assertEquals("new", value(load()));
  }

  /// Until it is synced, nobody knows that it will stay.
  @Test
  void whatWasLoadedIsSyncedBeforeTheOtherSlotAlsoAfterAFailure() {
    store(loaded(), "old", Integer.MAX_VALUE);
    SlotTurns slots = loaded();
    List<SlotPairEffect> effects = new ArrayList<>();
    slots.step(0, new SlotPairInput.Store(bytes("new")), effects::add);
    slots.step(0, new SlotPairInput.Done(), effects::add);
    assertEquals(new SlotPairEffect.SyncSlot(0), effects.getLast());
    slots.step(0, new SlotPairInput.Failed("the disk is gone"), effects::add);
    assertTrue(slots.idle());
    slots.step(0, new SlotPairInput.Store(bytes("newer")), effects::add);
    assertEquals(0, assertInstanceOf(SlotPairEffect.WriteSlot.class, effects.getLast()).slot());
  }

  @Test
  void damageOfBothIsSaidAndStoresGoOn() {
    store(loaded(), "value", Integer.MAX_VALUE);
    files[0][files[0].length - 1] ^= 1;
    assertInstanceOf(SlotPairEffect.Damaged.class, load());
    store(loaded(), "again", Integer.MAX_VALUE);
    assertEquals("again", value(load()));
  }

  @Test
  void aFailedStoreIsTriedAgainInTheSameSlot() {
    SlotTurns slots = loaded();
    store(slots, "old", Integer.MAX_VALUE);
    List<SlotPairEffect> effects = new ArrayList<>();
    slots.step(0, new SlotPairInput.Store(bytes("new")), effects::add);
    slots.step(0, new SlotPairInput.Failed("the disk is full"), effects::add);
    assertEquals(new SlotPairEffect.StoreFailed("the disk is full"), effects.getLast());
    assertTrue(slots.idle());
    assertEquals(1, store(slots, "newer", Integer.MAX_VALUE));
    assertEquals("newer", value(load()));
  }

  @Test
  void filesOfAnotherKindAreNotRead() {
    files[0] = new SlotImage(1, bytes("value")).encode(MAGIC + 1);
    assertInstanceOf(SlotPairEffect.Damaged.class, load());
  }

  private SlotPairEffect load() {
    SlotTurns slots = new SlotTurns(MAGIC);
    List<SlotPairEffect> effects = new ArrayList<>();
    slots.step(0, new SlotPairInput.Load(), effects::add);
    slots.step(0, new SlotPairInput.ReadDone(files[0]), effects::add);
    slots.step(0, new SlotPairInput.ReadDone(files[1]), effects::add);
    return effects.getLast();
  }

  private SlotTurns loaded() {
    SlotTurns slots = new SlotTurns(MAGIC);
    slots.step(0, new SlotPairInput.Load(), _ -> {});
    slots.step(0, new SlotPairInput.ReadDone(files[0]), _ -> {});
    slots.step(0, new SlotPairInput.ReadDone(files[1]), _ -> {});
    return slots;
  }

  /// @param bytesMax how much of the last write arrives before a crash
  /// @return the slot that was written last
  private int store(SlotTurns slots, String value, int bytesMax) {
    List<SlotPairEffect> effects = new ArrayList<>();
    slots.step(0, new SlotPairInput.Store(bytes(value)), effects::add);
    while (!slots.idle()) {
      slots.step(0, new SlotPairInput.Done(), effects::add);
    }
    assertInstanceOf(SlotPairEffect.Stored.class, effects.getLast());
    List<SlotPairEffect.WriteSlot> writes =
        effects.stream()
            .filter(SlotPairEffect.WriteSlot.class::isInstance)
            .map(SlotPairEffect.WriteSlot.class::cast)
            .toList();
    for (int i = 0; i < writes.size(); i++) {
      byte[] image = writes.get(i).bytes();
      int count = i < writes.size() - 1 ? image.length : Math.min(bytesMax, image.length);
      int slot = writes.get(i).slot();
      files[slot] = overwritten(files[slot], image, count);
    }
    return writes.getLast().slot();
  }

  private static byte[] overwritten(byte[] file, byte[] bytes, int count) {
    byte[] result = Arrays.copyOf(file, Math.max(file.length, count));
    System.arraycopy(bytes, 0, result, 0, count);
    return result;
  }

  private static String value(SlotPairEffect effect) {
    return new String(
        assertInstanceOf(SlotPairEffect.Loaded.class, effect).value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
