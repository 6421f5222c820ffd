package dev.dcore.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.ProtocolRange;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberEventsTest {
  private static final int BUFFERED_MAX = 4;
  private static final Duration NOW = Duration.ofMillis(1);

  private int wishes;
  private boolean answersWishes = true;

  private final MemberEvents events =
      new MemberEvents(
          BUFFERED_MAX,
          watcher -> {
            wishes++;
            if (answersWishes) {
              watcher.resync(List.of(member(wishes)));
            }
            return answersWishes;
          },
          _ -> {});

  @Test
  void aWatchBeginsWithASnapshot() throws Exception {
    MemberChange first = events.poll(NOW);

    MemberChange.Resync resync = assertInstanceOf(MemberChange.Resync.class, first);
    assertEquals(List.of(member(1)), resync.members());
  }

  @Test
  void changesFollowInOrder() throws Exception {
    events.poll(NOW);

    events.changed(change(1));
    events.changed(change(2));

    assertEquals(change(1), events.poll(NOW));
    assertEquals(change(2), events.poll(NOW));
    assertNull(events.poll(NOW));
  }

  @Test
  void aWatcherThatFallsBehindGetsOneSnapshotInsteadOfWhatItMissed() throws Exception {
    events.poll(NOW);

    for (int i = 0; i < 3 * BUFFERED_MAX; i++) {
      events.changed(change(i));
    }

    assertInstanceOf(MemberChange.Resync.class, events.poll(NOW));
    assertEquals(2, wishes);
    assertNull(events.poll(NOW));
  }

  @Test
  void changesBeforeTheSnapshotAreNotSeenTwice() throws Exception {
    events.changed(change(1));

    assertInstanceOf(MemberChange.Resync.class, events.poll(NOW));
    assertNull(events.poll(NOW));
  }

  @Test
  void aWishThatTheLoopDidNotTakeIsRepeated() throws Exception {
    answersWishes = false;
    assertNull(events.poll(NOW));
    answersWishes = true;

    assertInstanceOf(MemberChange.Resync.class, events.poll(NOW));
  }

  @Test
  void aClosedWatchEndsItsPolling() throws Exception {
    events.poll(NOW);
    events.close();

    assertNull(events.poll(Duration.ofDays(1)));
    assertTrue(events.isClosed());
  }

  private static MemberChange.Changed change(long incarnation) {
    return new MemberChange.Changed(
        Instant.EPOCH, new MemberEvent(MemberEvent.Kind.UPDATED, member(incarnation)));
  }

  private static Member member(long incarnation) {
    return new Member(
        new NodeId(1, 2),
        "n1",
        new Address("127.0.0.1", 7101),
        MemberState.ALIVE,
        Phase.UP,
        incarnation,
        Metadata.EMPTY,
        ProtocolRange.OURS,
        -1);
  }
}
