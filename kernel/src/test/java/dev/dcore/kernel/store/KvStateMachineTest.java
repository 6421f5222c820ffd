package dev.dcore.kernel.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.wire.Golden;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KvStateMachineTest {
  private final KvStateMachine machine = new KvStateMachine(new StateStore(new MemoryBytes()));
  private long position;

  @Test
  void aPutIsReadAndADeleteIsGone() throws Exception {
    assertEquals(new KvResult.Stored(1, 1), apply(0, put("greeting", "hello", 0)));
    assertEquals(new KvResult.Stored(2, 2), apply(0, put("greeting", "world", 0)));
    assertArrayEquals(bytes("world"), machine.latest().get(bytes("greeting")).value());

    assertEquals(new KvResult.Deleted(3, true), apply(0, delete("greeting")));
    assertEquals(new KvResult.Deleted(4, false), apply(0, delete("greeting")));
    assertNull(machine.latest().get(bytes("greeting")));
  }

  @Test
  void aTimeToLiveCountsFromTheEntrysTime() throws Exception {
    apply(1_000, put("k", "v", 500));
    assertEquals(1_500, machine.latest().nextExpiryNanos());
    apply(1_499, new KvCommand.Tick());
    assertNotNull(machine.latest().get(bytes("k")));
    assertEquals(new KvResult.Ticked(3, 1), apply(1_500, new KvCommand.Tick()));
    assertNull(machine.latest().get(bytes("k")));
  }

  @Test
  void aTimeToLiveBeyondAllTimeIsForEver() throws Exception {
    apply(1_000, put("k", "v", Long.MAX_VALUE - 10));
    assertEquals(StateStore.NEVER, machine.latest().nextExpiryNanos());
  }

  /// Whether it was there is asked at the entry's time.
  @Test
  void whatHasJustExpiredDidNotExist() throws Exception {
    apply(0, put("k", "v", 10));
    assertEquals(new KvResult.Deleted(2, false), apply(10, delete("k")));
  }

  @Test
  void anEntryOfANewerVersionStopsAndChangesNothing() throws Exception {
    apply(0, put("k", "v", 0));
    byte[] newer = new KvEntry(0, put("k", "w", 0)).encode();
    newer[0]++;
    byte[] unknown = new KvEntry(0, put("k", "w", 0)).encode();
    unknown[1] = 77;
    assertThrows(UnknownCommand.class, () -> machine.apply(2, newer));
    assertThrows(UnknownCommand.class, () -> machine.apply(2, unknown));
    assertEquals(1, machine.position());
  }

  @Test
  void limitsSayWhatIsTooLarge() {
    KvLimits limits = new KvLimits(4, 10, 1_000);
    assertEquals("", limits.refusal(put("key", "0123456789", 0), 0, 0));
    assertEquals("a key is not empty", limits.refusal(delete(""), 0, 0));
    assertTrue(limits.refusal(put("a key", "", 0), 0, 0).contains("5 bytes, more than 4"));
    assertTrue(limits.refusal(put("k", "01234567890", 0), 0, 0).contains("11 bytes"));
    assertTrue(limits.refusal(put("k", "v", 0), 6, 200).contains("full"));
    assertEquals("", limits.refusal(delete("k"), 6, 200));
  }

  @Test
  void bytesOfTheLogArePinned() throws Exception {
    Golden.check("kv-put", new KvEntry(258, put("k", "value", 7)).encode());
    Golden.check("kv-delete", new KvEntry(258, delete("k")).encode());
    Golden.check("kv-tick", new KvEntry(258, new KvCommand.Tick()).encode());
    KvEntry read = KvEntry.decode(Golden.read("kv-put"));
    assertEquals(258, read.nowNanos());
    assertEquals(7, ((KvCommand.Put) read.command()).ttlNanos());
  }

  @Test
  void anyBytesAreAnEntryOrAreNot() {
    Choice draw = Choices.seeded(1, "entries").choice("byte");
    byte[] whole = new KvEntry(1, put("key", "value", 5)).encode();
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, draw.below(whole.length + 5));
      for (int flips = draw.below(3); flips > 0 && bytes.length > 0; flips--) {
        bytes[draw.below(bytes.length)] = (byte) draw.below(256);
      }
      try {
        assertNotNull(KvEntry.decode(bytes));
        read++;
      } catch (UnknownCommand e) {
        assertNotNull(e.getMessage());
      }
    }
    assertTrue(read > 100, "some are");
  }

  private KvResult apply(long now, KvCommand command) throws UnknownCommand {
    return machine.apply(++position, new KvEntry(now, command).encode());
  }

  private static KvCommand put(String key, String value, long ttl) {
    return new KvCommand.Put(bytes(key), bytes(value), ttl);
  }

  private static KvCommand delete(String key) {
    return new KvCommand.Delete(bytes(key));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
