package dev.dcore.kernel.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.persistence.state.StateView;
import org.junit.jupiter.api.Test;

class ReplicatedStateTest {
  private static final ReplicatedState.Config CONFIG =
      new ReplicatedState.Config(new SessionLimits(2, 3), 100, 1 << 20, 64);

  private final ReplicatedState state =
      new ReplicatedState(new StateStore(new MemoryBytes()), new Counter(), CONFIG);
  private long position;

  @Test
  void aCommandWithoutASessionCountsEachTime() throws Exception {
    assertEquals(5, result(apply(Operation.Execute.once(Counter.bytes(5)))));
    assertEquals(10, result(apply(Operation.Execute.once(Counter.bytes(5)))));
    assertArrayEquals(Counter.bytes(10), state.query(new byte[0]));
  }

  @Test
  void aRepeatedCommandHasOneEffectAndItsFirstResult() throws Exception {
    SessionId session = open(1);
    assertEquals(5, result(apply(add(session, 1, 1, 5))));
    assertEquals(8, result(apply(add(session, 2, 1, 3))));

    Applied.Repeated again = assertInstanceOf(Applied.Repeated.class, apply(add(session, 1, 1, 5)));
    assertArrayEquals(Counter.bytes(5), again.result());
    assertArrayEquals(Counter.bytes(8), state.query(new byte[0]));
  }

  @Test
  void aResultGoesWhenTheClientHasIt() throws Exception {
    SessionId session = open(1);
    apply(add(session, 1, 1, 5));
    apply(add(session, 2, 2, 5));
    rejected(Applied.Rejection.STALE_SEQUENCE, apply(add(session, 1, 1, 5)));
    apply(add(session, 3, 2, 5));
    assertInstanceOf(Applied.Repeated.class, apply(add(session, 2, 2, 5)));
    assertArrayEquals(Counter.bytes(15), state.query(new byte[0]));
  }

  /// What was said to be complete stays so, though an older message says otherwise.
  @Test
  void theFirstIncompleteSequenceDoesNotGoBack() throws Exception {
    SessionId session = open(1);
    apply(add(session, 1, 1, 5));
    apply(add(session, 4, 3, 5));
    apply(add(session, 3, 1, 5));
    rejected(Applied.Rejection.STALE_SEQUENCE, apply(add(session, 2, 1, 5)));
    state.reload();
    rejected(Applied.Rejection.STALE_SEQUENCE, apply(add(session, 2, 1, 5)));
  }

  @Test
  void aSessionKeepsSoManyResults() throws Exception {
    SessionId session = open(1);
    rejected(Applied.Rejection.WINDOW_FULL, apply(add(session, 4, 1, 5)));
    assertEquals(5, result(apply(add(session, 3, 1, 5))));
    assertEquals(10, result(apply(add(session, 4, 2, 5))));
  }

  @Test
  void theSessionThatWasUnusedForTheLongestGoesForANewOne() throws Exception {
    SessionId first = open(1);
    SessionId second = open(1);
    apply(add(first, 1, 1, 5));
    SessionId third = open(1);

    assertEquals(2, state.sessions());
    rejected(Applied.Rejection.UNKNOWN_SESSION, apply(add(second, 1, 1, 5)));
    assertInstanceOf(Applied.Repeated.class, apply(add(first, 1, 1, 5)));
    assertEquals(10, result(apply(add(third, 1, 1, 5))));
  }

  /// A command of the old one that is still on its way finds no session.
  @Test
  void aSessionIsUnlikeAnyBefore() throws Exception {
    SessionId old = open(1);
    apply(add(old, 1, 1, 5));
    assertInstanceOf(Applied.Closed.class, apply(new Operation.CloseSession(old)));
    long keys = state.latest().keys();
    open(1);
    assertEquals(keys + 1, state.latest().keys());

    rejected(Applied.Rejection.UNKNOWN_SESSION, apply(add(old, 1, 1, 5)));
    SessionId forged = new SessionId(position, 2);
    rejected(Applied.Rejection.UNKNOWN_SESSION, apply(add(forged, 1, 1, 5)));
  }

  @Test
  void whatCannotBeReadChangesNothing() throws Exception {
    apply(Operation.Execute.once(Counter.bytes(5)));
    byte[] newer = new ReplicatedEntry(0, Operation.Execute.once(Counter.bytes(1))).encode();
    newer[0]++;
    assertThrows(UnknownCommand.class, () -> state.apply(2, newer));
    byte[] unknown = new ReplicatedEntry(0, Operation.Execute.once(Counter.bytes(1))).encode();
    unknown[1] = 77;
    assertThrows(UnknownCommand.class, () -> state.apply(2, unknown));
    assertEquals(1, state.position());
    assertThrows(Invariant.Violation.class, () -> apply(new Operation.Tick(), 1));
  }

  @Test
  void timeComesWithEntriesAndDoesNotGoBack() throws Exception {
    state.apply(1, new ReplicatedEntry(70, new Operation.Tick()).encode());
    state.apply(2, new ReplicatedEntry(50, new Operation.Tick()).encode());
    assertEquals(70, state.nowNanos());
    state.pass(3);
    assertEquals(70, state.nowNanos());
    assertEquals(3, state.position());
  }

  @Test
  void aSystemRecordGoesWithTheSnapshot() {
    state.putSystem(1, "configuration", new byte[] {1});
    try (StateView snapshot = state.snapshot()) {
      state.putSystem(2, "configuration", new byte[] {2});
      assertArrayEquals(new byte[] {1}, ReplicatedState.system(snapshot, "configuration"));
      assertArrayEquals(new byte[] {2}, state.system("configuration"));
      assertNull(state.system("another"));
    }
  }

  @Test
  void whatAnybodySentIsRefusedBeforeItIsInTheLog() {
    assertEquals("", refusal(Operation.Execute.once(Counter.bytes(1))));
    assertEquals("", refusal(new Operation.OpenSession(1)));
    assertEquals("a command is a number", refusal(Operation.Execute.once(new byte[3])));
    assertTrue(refusal(Operation.Execute.once(new byte[65])).contains("65 bytes, more than 64"));
    assertTrue(refusal(new Operation.Tick()).contains("time"));
    assertTrue(state.refusal(new byte[] {1, 2, 3}).contains("3 bytes"));
  }

  private String refusal(Operation operation) {
    return state.refusal(new ReplicatedEntry(0, operation).encode());
  }

  private SessionId open(long nonce) throws UnknownCommand {
    return assertInstanceOf(Applied.Opened.class, apply(new Operation.OpenSession(nonce)))
        .session();
  }

  private Applied apply(Operation operation) throws UnknownCommand {
    return apply(operation, ++position);
  }

  private Applied apply(Operation operation, long at) throws UnknownCommand {
    return state.apply(at, new ReplicatedEntry(0, operation).encode());
  }

  private static Operation add(SessionId session, long sequence, long first, long number) {
    return new Operation.Execute(session, sequence, first, Counter.bytes(number));
  }

  private static long result(Applied applied) {
    Applied.Executed executed = assertInstanceOf(Applied.Executed.class, applied);
    return java.nio.ByteBuffer.wrap(executed.result()).getLong();
  }

  private static void rejected(Applied.Rejection reason, Applied applied) {
    assertEquals(reason, assertInstanceOf(Applied.Rejected.class, applied).reason());
  }
}
