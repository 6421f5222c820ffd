package dev.dcore.kernel.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.wire.Golden;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotPairTest {
  private static final byte[] VALUE = bytes("the value");
  private static final byte[][] EMPTY = {{}, {}};

  @Test
  void anEmptyDirectoryIsEmpty() {
    assertInstanceOf(SlotPairEffect.Empty.class, load(EMPTY));
  }

  @Test
  void aStoreWritesAndSyncsOneSlotAfterTheOther() {
    List<String> operations =
        store(EMPTY, VALUE).stream().map(effect -> effect.getClass().getSimpleName()).toList();
    assertEquals(
        List.of("WriteSlot", "SyncSlot", "WriteSlot", "SyncSlot", "SyncDirectory", "Stored"),
        operations);
  }

  /// Values of other lengths, because a write does not shorten a file.
  @ParameterizedTest
  @CsvSource({"old value, new value", "a long old value, new", "old, a long new value"})
  void afterACrashAtAnyPointTheOldOrTheNewValueIsThere(String old, String fresh) {
    byte[][] before = carriedOut(EMPTY, store(EMPTY, bytes(old)), Integer.MAX_VALUE);
    List<SlotPairEffect> effects = store(before, bytes(fresh));
    for (int done = 0; done < effects.size(); done++) {
      byte[][] after = carriedOut(before, effects, done);
      for (byte[][] torn : tornBy(after, effects.get(done))) {
        String found = loaded(torn);
        assertTrue(found.equals(old) || found.equals(fresh), found);
      }
    }
    assertEquals(fresh, loaded(carriedOut(before, effects, Integer.MAX_VALUE)));
  }

  @ParameterizedTest
  @CsvSource({"old value, new value", "a long old value, new", "old, a long new value"})
  void oneDamagedByteNeverCostsBothValues(String old, String fresh) {
    byte[][] before = carriedOut(EMPTY, store(EMPTY, bytes(old)), Integer.MAX_VALUE);
    List<SlotPairEffect> effects = store(before, bytes(fresh));
    for (int done = 0; done <= effects.size(); done++) {
      byte[][] files = carriedOut(before, effects, done);
      for (int slot = 0; slot < 2; slot++) {
        for (int at = 0; at < files[slot].length; at++) {
          String found = loaded(damaged(files, slot, at));
          assertTrue(found.equals(old) || found.equals(fresh), found);
        }
      }
    }
  }

  /// Nobody saw the first value before it was stored, so nothing is lost.
  @Test
  void aCrashInTheFirstStoreLeavesTheValueOrAnEmptyDirectory() {
    List<SlotPairEffect> effects = store(EMPTY, VALUE);
    for (int done = 0; done < effects.size() - 1; done++) {
      byte[][] after = carriedOut(EMPTY, effects, done);
      for (byte[][] torn : tornBy(after, effects.get(done))) {
        SlotPairEffect found = load(torn);
        if (found instanceof SlotPairEffect.Loaded(byte[] value)) {
          assertArrayEquals(VALUE, value);
        } else {
          assertInstanceOf(SlotPairEffect.Empty.class, found);
        }
      }
    }
  }

  /// A process that ended between a write and its sync leaves what the next one reads and the power
  /// takes away.
  @Test
  void aPowerLossInTheStoreAfterOneThatWasNotSyncedLeavesAValue() {
    byte[][] before = carriedOut(EMPTY, store(EMPTY, bytes("old value")), Integer.MAX_VALUE);
    for (byte[][] durable : List.of(EMPTY, before)) {
      byte[][] read = carriedOut(durable, store(durable, bytes("unsynced")), 1);
      List<SlotPairEffect> effects = store(read, VALUE);
      for (byte[][] torn : tornBy(durable, effects.getFirst())) {
        assertFalse(load(torn) instanceof SlotPairEffect.Damaged, "both slots are torn");
      }
      byte[][] synced = carriedOut(durable, effects, 2);
      assertEquals("the value", loaded(synced), "a synced slot counts");
    }
  }

  @Test
  void twoDamagedSlotsAreNotAnEmptyDirectory() {
    byte[][] files = carriedOut(EMPTY, store(EMPTY, VALUE), Integer.MAX_VALUE);
    for (int first = 0; first < files[0].length; first++) {
      for (int second = 0; second < files[1].length; second++) {
        byte[][] both = damaged(damaged(files, 0, first), 1, second);
        assertInstanceOf(SlotPairEffect.Damaged.class, load(both));
      }
    }
  }

  @Test
  void bytesOnDiskArePinned() throws Exception {
    Golden.check("slot", carriedOut(EMPTY, store(EMPTY, VALUE), Integer.MAX_VALUE)[0]);
    byte[] golden = Golden.read("slot");
    assertEquals("the value", loaded(new byte[][] {golden, golden}));
  }

  @Test
  void theNextStoreRepairsADamagedSlot() {
    byte[][] files = carriedOut(EMPTY, store(EMPTY, VALUE), Integer.MAX_VALUE);
    byte[][] broken = damaged(files, 0, 5);
    byte[][] repaired = carriedOut(broken, store(broken, VALUE), Integer.MAX_VALUE);
    assertEquals("the value", loaded(damaged(repaired, 1, 5)));
  }

  @Test
  void aFailedOperationEndsTheStoreAndThePair() {
    SlotPair slots = new SlotPair();
    List<SlotPairEffect> effects = new ArrayList<>();
    slots.step(0, new SlotPairInput.Load(), effects::add);
    slots.step(0, new SlotPairInput.ReadDone(new byte[0]), effects::add);
    slots.step(0, new SlotPairInput.ReadDone(new byte[0]), effects::add);
    slots.step(0, new SlotPairInput.Store(VALUE), effects::add);
    slots.step(0, new SlotPairInput.Failed("disk full"), effects::add);
    assertEquals(new SlotPairEffect.StoreFailed("disk full"), effects.getLast());
    SlotPairInput again = new SlotPairInput.Store(VALUE);
    assertThrows(Invariant.Violation.class, () -> slots.step(0, again, effects::add));
  }

  @Test
  void aValueFitsOneSector() {
    byte[] over = new byte[SlotPair.SLOT_BYTES_MAX];
    assertThrows(Invariant.Violation.class, () -> store(EMPTY, over));
  }

  /// All effects of one store onto these files, as they follow when each completes.
  private static List<SlotPairEffect> store(byte[][] files, byte[] value) {
    SlotPair slots = new SlotPair();
    List<SlotPairEffect> effects = new ArrayList<>();
    slots.step(0, new SlotPairInput.Load(), _ -> {});
    slots.step(0, new SlotPairInput.ReadDone(files[0]), _ -> {});
    slots.step(0, new SlotPairInput.ReadDone(files[1]), _ -> {});
    slots.step(0, new SlotPairInput.Store(value), effects::add);
    while (!(effects.getLast() instanceof SlotPairEffect.Stored)) {
      slots.step(0, new SlotPairInput.Done(), effects::add);
    }
    return effects;
  }

  private static SlotPairEffect load(byte[][] files) {
    SlotPair slots = new SlotPair();
    List<SlotPairEffect> effects = new ArrayList<>();
    slots.step(0, new SlotPairInput.Load(), _ -> {});
    slots.step(0, new SlotPairInput.ReadDone(files[0]), _ -> {});
    slots.step(0, new SlotPairInput.ReadDone(files[1]), effects::add);
    return effects.getFirst();
  }

  private static String loaded(byte[][] files) {
    SlotPairEffect found = load(files);
    return found instanceof SlotPairEffect.Loaded(byte[] value)
        ? new String(value, StandardCharsets.UTF_8)
        : found.toString();
  }

  /// The files after so many of these effects.
  private static byte[][] carriedOut(byte[][] files, List<SlotPairEffect> effects, int done) {
    byte[][] after = files.clone();
    effects.stream()
        .limit(done)
        .forEach(
            effect -> {
              if (effect instanceof SlotPairEffect.WriteSlot(int slot, byte[] bytes)) {
                after[slot] = overwritten(after[slot], bytes, bytes.length);
              }
            });
    return after;
  }

  /// What a power loss during this effect can leave: of a write, every prefix. A write that is not
  /// synced yet is one that is still under way.
  private static List<byte[][]> tornBy(byte[][] files, SlotPairEffect effect) {
    if (!(effect instanceof SlotPairEffect.WriteSlot(int slot, byte[] bytes))) {
      return List.<byte[][]>of(files);
    }
    List<byte[][]> all = new ArrayList<>();
    for (int written = 0; written <= bytes.length; written++) {
      byte[][] torn = files.clone();
      torn[slot] = overwritten(files[slot], bytes, written);
      all.add(torn);
    }
    return all;
  }

  private static byte[] overwritten(byte[] file, byte[] bytes, int count) {
    byte[] result = Arrays.copyOf(file, Math.max(file.length, count));
    System.arraycopy(bytes, 0, result, 0, count);
    return result;
  }

  private static byte[][] damaged(byte[][] files, int slot, int at) {
    byte[][] copy = files.clone();
    copy[slot] = files[slot].clone();
    copy[slot][at] ^= 0x10;
    return copy;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
