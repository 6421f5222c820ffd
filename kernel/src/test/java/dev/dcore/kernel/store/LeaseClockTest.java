package dev.dcore.kernel.store;

import static dev.dcore.kernel.store.KvModel.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.StateStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseClockTest {
  private static final long SECOND = 1_000_000_000L;

  private final ReplicatedState state =
      new ReplicatedState(
          new StateStore(new MemoryBytes()),
          new KvMachine(StoreLimits.DEFAULT),
          ReplicatedState.Config.DEFAULT);
  private final LeaseClock clock = new LeaseClock();
  private long now = 500 * SECOND;
  private long position;

  @Test
  void aLeaseThatNobodyKeepsAliveEndsAndItsKeysGo() throws Exception {
    clock.lead(now, state.reader());
    apply(new KvMutation.GrantLease(7, 10 * SECOND));
    apply(new KvOp.Put(bytes("k"), bytes("v"), 7));
    now += 10 * SECOND - 1;
    assertEquals(List.of(), clock.due(now, 9));
    assertEquals(1, clock.remainingNanos(now, 7));
    now += 1;
    List<KvMutation.ExpireLease> due = clock.due(now, 9);
    assertEquals(List.of(new KvMutation.ExpireLease(7, 1)), due);

    apply(due.getFirst());
    assertNull(KvReads.item(state.reader(), bytes("k")));
    assertEquals(0, clock.size());
    assertEquals(LeaseClock.NEVER, clock.nextNanos());
  }

  @Test
  void keepingAliveGivesTheFullTime() throws Exception {
    clock.lead(now, state.reader());
    apply(new KvMutation.GrantLease(7, 10 * SECOND));
    now += 9 * SECOND;
    assertEquals(10 * SECOND, clock.keepAlive(now, 7));
    now += 9 * SECOND;
    assertEquals(List.of(), clock.due(now, 9));
    assertEquals(0, clock.keepAlive(now, 8));
  }

  /// Its owner must not believe in a lease whose end is on its way.
  @Test
  void aLeaseThatIsAboutToEndIsNotKeptAlive() throws Exception {
    clock.lead(now, state.reader());
    apply(new KvMutation.GrantLease(7, SECOND));
    now += SECOND;
    assertEquals(0, clock.keepAlive(now, 7));
    assertEquals(1, clock.due(now, 9).size());
    assertEquals(0, clock.keepAlive(now, 7));
    assertEquals(0, clock.remainingNanos(now, 7));
    // The proposal may have got lost.
    assertEquals(List.of(), clock.due(now, 9));
    assertEquals(1, clock.due(now + LeaseClock.AGAIN_NANOS, 9).size());
  }

  @Test
  void aNewLeaderGivesEachLeaseItsFullTime() throws Exception {
    apply(new KvMutation.GrantLease(7, 10 * SECOND));
    apply(new KvMutation.GrantLease(8, 20 * SECOND));
    assertEquals(0, clock.size());
    clock.lead(now, state.reader());
    assertEquals(10 * SECOND, clock.remainingNanos(now, 7));
    assertEquals(20 * SECOND, clock.remainingNanos(now, 8));
    assertEquals(now + 10 * SECOND, clock.nextNanos());
    clock.follow();
    assertEquals(0, clock.keepAlive(now, 7));
    assertEquals(List.of(), clock.due(Long.MAX_VALUE, 9));
  }

  /// The end of the old one was proposed before the number was granted again.
  @Test
  void theEndOfALeaseIsNotThatOfTheNextOneWithItsNumber() throws Exception {
    clock.lead(now, state.reader());
    apply(new KvMutation.GrantLease(7, SECOND));
    now += SECOND;
    KvMutation.ExpireLease end = clock.due(now, 9).getFirst();
    apply(new KvMutation.RevokeLease(7));
    apply(new KvMutation.GrantLease(7, SECOND));
    apply(new KvOp.Put(bytes("k"), bytes("v"), 7));
    apply(end);
    assertNotNull(KvReads.item(state.reader(), bytes("k")));
    assertEquals(SECOND, clock.keepAlive(now, 7));
  }

  @Test
  void aKeyThatIsAttachedDoesNotProlongItsLease() throws Exception {
    clock.lead(now, state.reader());
    apply(new KvMutation.GrantLease(7, 10 * SECOND));
    now += 6 * SECOND;
    apply(new KvOp.Put(bytes("k"), bytes("v"), 7));
    assertEquals(4 * SECOND, clock.remainingNanos(now, 7));
  }

  private void apply(KvMutation mutation) throws Exception {
    byte[] command = KvMessages.MUTATIONS.encode(mutation);
    byte[] entry = new ReplicatedEntry(0, Operation.Execute.once(command)).encode();
    clock.applied(now, assertInstanceOf(Applied.Executed.class, state.apply(++position, entry)));
  }
}
