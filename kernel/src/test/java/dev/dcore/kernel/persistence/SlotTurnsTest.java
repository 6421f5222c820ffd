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

  /// @param bytesMax how much of the write arrives before a crash
  /// @return the slot that was written
  private int store(SlotTurns slots, String value, int bytesMax) {
    List<SlotPairEffect> effects = new ArrayList<>();
    slots.step(0, new SlotPairInput.Store(bytes(value)), effects::add);
    SlotPairEffect.WriteSlot write = (SlotPairEffect.WriteSlot) effects.getLast();
    byte[] image = Arrays.copyOf(write.bytes(), Math.min(bytesMax, write.bytes().length));
    byte[] old = files[write.slot()];
    byte[] file = Arrays.copyOf(old, Math.max(old.length, image.length));
    System.arraycopy(image, 0, file, 0, image.length);
    files[write.slot()] = file;
    for (int i = 0; i < 3; i++) {
      slots.step(0, new SlotPairInput.Done(), effects::add);
    }
    assertInstanceOf(SlotPairEffect.Stored.class, effects.getLast());
    return write.slot();
  }

  private static String value(SlotPairEffect effect) {
    return new String(
        assertInstanceOf(SlotPairEffect.Loaded.class, effect).value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
