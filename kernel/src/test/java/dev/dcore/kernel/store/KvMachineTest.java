package dev.dcore.kernel.store;

import static dev.dcore.kernel.store.KvModel.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is refused before it is in the log, and what fails though it is.
class KvMachineTest {
  private static final StoreLimits SMALL = new StoreLimits(4, 10, 1_000, 2, 1_000);

  private final ReplicatedState state = store(StoreLimits.DEFAULT, 1L << 40);
  private long position;

  @Test
  void limitsSayWhatIsTooLarge() {
    assertEquals("", refusal(put("key", "0123456789")));
    assertTrue(refusal(put("a key", "")).contains("5 bytes, more than 4"));
    assertTrue(refusal(put("k", "01234567890")).contains("11 bytes, more than 10"));
    assertTrue(refusal(new KvOp.Delete(KeyRange.ofPrefix(bytes("a key")))).contains("5 bytes"));
    assertEquals("", refusal(KvOp.Delete.of(bytes("keys"))));
    List<KvOp> steps = List.of(put("k", "v"), put("l", "v"), new KvOp.Get(bytes("k")));
    assertTrue(
        refusal(new KvMutation.Txn(List.of(), steps, List.of())).contains("3 steps, more than 2"));
    List<KvOp> long1 = List.of(new KvOp.Get(bytes("a key")));
    assertTrue(refusal(new KvMutation.Txn(List.of(), List.of(), long1)).contains("5 bytes"));
    assertTrue(refusal(new KvMutation.GrantLease(1, 5)).contains("100 ms"));
    assertTrue(refusal(new KvMutation.ExpireLease(1, 5)).contains("not a client's"));
    assertEquals("", refusal(new KvMutation.GrantLease(1, 1_000_000_000L)));
    assertTrue(
        new KvMachine(SMALL).refusal(new byte[] {77}, state.reader()).contains("cannot be read"));
  }

  @Test
  void aFullStoreTakesNothingButDeletions() throws Exception {
    for (int i = 0; i < 8; i++) {
      apply(put("k" + i, "v"));
    }
    assertTrue(refusal(put("k", "v")).contains("full"));
    assertTrue(refusal(new KvMutation.GrantLease(1, 1_000_000_000L)).contains("full"));
    List<KvOp> steps = List.of(put("k", "v"));
    assertTrue(refusal(new KvMutation.Txn(List.of(), List.of(), steps)).contains("full"));
    assertEquals("", refusal(KvOp.Delete.of(bytes("k1"))));
  }

  @Test
  void aCommandDeletesSoManyKeys() throws Exception {
    fill(KvWrites.KEYS_MAX + 1, 0);
    KvOp.Delete all = new KvOp.Delete(KeyRange.ALL);
    assertFailed(KvFailure.TOO_MANY_KEYS, KvWrites.KEYS_MAX, apply(all));
    KvOp.Delete some = new KvOp.Delete(KeyRange.ofPrefix(bytes("k1")));
    KvAnswer.Deleted deleted = assertInstanceOf(KvAnswer.Deleted.class, apply(some));
    assertTrue(deleted.keys() > 1_000);
    assertEquals(
        new KvAnswer.Deleted(position + 1, KvWrites.KEYS_MAX + 1 - deleted.keys()), apply(all));
  }

  @Test
  void aLeaseHasSoManyKeysAndTakesAllOfThemWithIt() throws Exception {
    apply(new KvMutation.GrantLease(7, 1));
    fill(KvWrites.KEYS_MAX, 7);
    KvOp.Put more = new KvOp.Put(bytes("more"), bytes("v"), 7);
    assertFailed(KvFailure.LEASE_FULL, KvWrites.KEYS_MAX, apply(more));
    assertEquals(
        new KvAnswer.Revoked(position + 1, KvWrites.KEYS_MAX),
        apply(new KvMutation.RevokeLease(7)));
    assertEquals(0, state.latest().keys());
  }

  @Test
  void anAnswerHasSoManyBytes() throws Exception {
    String large = "v".repeat(KvReads.ANSWER_BYTES_MAX / 2 - 100);
    apply(put("a", large));
    apply(put("b", large));
    apply(put("c", large));
    KvOp.Get get = new KvOp.Get(bytes("a"));
    KvOp.Put write = put("d", "v");
    KvAnswer answer =
        apply(new KvMutation.Txn(List.of(), List.of(write, get, get, get), List.of()));
    assertFailed(KvFailure.ANSWER_TOO_LARGE, KvReads.ANSWER_BYTES_MAX, answer);

    KvAnswer.Found page = scan(KeyRange.ALL);
    assertEquals(2, page.items().size());
    assertTrue(page.more());
    KvAnswer.Found rest = scan(KeyRange.ALL.after(page.items().getLast().key()));
    assertEquals(1, rest.items().size(), "and d was taken back");
  }

  @Test
  void aScanHasSoManyKeys() throws Exception {
    fill(KvReads.SCAN_KEYS_MAX + 1, 0);
    KvAnswer.Found page = scan(KeyRange.ALL);
    assertEquals(KvReads.SCAN_KEYS_MAX, page.items().size());
    assertTrue(page.more());
  }

  /// Large values push the horizon before the number of positions does.
  @Test
  void historyIsBoundedInBytesToo() throws Exception {
    ReplicatedState bounded = store(StoreLimits.DEFAULT, 100_000);
    for (long at = 1; at <= 500; at++) {
      byte[] command = KvMessages.MUTATIONS.encode(put("k", "v".repeat(1_000)));
      Applied _ =
          bounded.apply(at, new ReplicatedEntry(0, Operation.Execute.once(command)).encode());
    }
    long kept = bounded.position() - bounded.reader().horizon();
    assertTrue(kept >= 80 && kept <= 130, kept + " versions of a kilobyte");
  }

  @Test
  void whatIsNoCommandOrQuestionIsNotKnown() {
    byte[] command = {77};
    byte[] entry = new ReplicatedEntry(0, Operation.Execute.once(command)).encode();
    assertThrows(UnknownCommand.class, () -> state.apply(1, entry));
    assertThrows(UnknownQuery.class, () -> state.query(command));
    assertEquals(0, state.position());
  }

  private static ReplicatedState store(StoreLimits limits, long retainedBytes) {
    return new ReplicatedState(
        new StateStore(new MemoryBytes()),
        new KvMachine(limits),
        new ReplicatedState.Config(SessionLimits.DEFAULT, 10_000, retainedBytes, 8 << 20));
  }

  private void fill(int keys, long lease) throws Exception {
    List<KvOp> puts = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      puts.add(new KvOp.Put(bytes("k" + i), bytes("v"), lease));
    }
    apply(new KvMutation.Txn(List.of(), puts, List.of()));
  }

  private KvAnswer.Found scan(KeyRange range) {
    KvQuery scan = new KvQuery.Scan(range, 5_000, false, 0);
    return assertInstanceOf(KvAnswer.Found.class, KvMachine.query(scan, state.reader()));
  }

  private KvAnswer apply(KvMutation mutation) throws Exception {
    byte[] command = KvMessages.MUTATIONS.encode(mutation);
    byte[] entry = new ReplicatedEntry(0, Operation.Execute.once(command)).encode();
    Applied.Executed executed =
        assertInstanceOf(Applied.Executed.class, state.apply(++position, entry));
    return KvAnswers.ANSWERS.decode(executed.result());
  }

  private void assertFailed(KvFailure failure, long detail, KvAnswer answer) {
    assertEquals(new KvAnswer.Failed(position, failure, detail), answer);
  }

  private String refusal(KvMutation mutation) {
    return new KvMachine(SMALL).refusal(KvMessages.MUTATIONS.encode(mutation), state.reader());
  }

  private static KvOp.Put put(String key, String value) {
    return new KvOp.Put(bytes(key), bytes(value));
  }
}
