package dev.dcore.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedTest {
  private static final int COUNT_MAX = 4;
  private static final Duration NOW = Duration.ofMillis(1);
  private static final Duration EVER = Duration.ofDays(1);

  private final Feed<String> feed = new Feed<>(COUNT_MAX, 1_000, String::length);
  private int wishes;
  private boolean grantsWishes = true;
  private final FeedWatch<String> watch = feed.watch(this::wish);

  private boolean wish(FeedWatch<String> wishing) {
    wishes++;
    if (grantsWishes) {
      feed.resync(wishing, "snapshot " + wishes);
    }
    return grantsWishes;
  }

  @Test
  void aWatchBeginsWithASnapshot() throws Exception {
    assertEquals("snapshot 1", watch.poll(EVER));
  }

  @Test
  void whatIsPublishedFollowsInOrderForEachWatch() throws Exception {
    Watch<String> other = feed.watch(this::wish);
    watch.poll(EVER);
    other.poll(EVER);

    feed.publish("a");
    feed.publish("b");

    for (Watch<String> each : List.of(watch, other)) {
      assertEquals("a", each.poll(EVER));
      assertEquals("b", each.poll(EVER));
      assertNull(each.poll(NOW));
    }
  }

  @Test
  void aWatcherThatFallsBehindGetsOneSnapshotInsteadOfWhatItMissed() throws Exception {
    watch.poll(EVER);

    for (int i = 0; i < 3 * COUNT_MAX; i++) {
      feed.publish("p" + i);
    }

    assertEquals("snapshot 2", watch.poll(EVER));
    assertNull(watch.poll(NOW));
    feed.publish("after");
    assertEquals("after", watch.poll(EVER));
  }

  @Test
  void whatWasPublishedBeforeTheSnapshotIsNotSeenTwice() throws Exception {
    feed.publish("a");

    assertEquals("snapshot 1", watch.poll(EVER));
    assertNull(watch.poll(NOW));
  }

  @Test
  void aWishThatFoundNoRoomIsRepeated() throws Exception {
    grantsWishes = false;
    assertNull(watch.poll(Duration.ZERO));
    grantsWishes = true;

    assertEquals("snapshot 2", watch.poll(EVER));
  }

  @Test
  void aSnapshotThatNobodyNeedsIsNotShown() throws Exception {
    watch.poll(EVER);

    feed.resync(watch, "late");

    assertNull(watch.poll(NOW));
  }

  @Test
  void aClosedWatchShowsWhatCameBeforeAndNothingAfter() throws Exception {
    watch.poll(EVER);
    feed.publish("before");
    watch.close();
    feed.publish("after");

    assertTrue(watch.isClosed());
    assertEquals("before", watch.poll(EVER));
    assertNull(watch.poll(EVER));
  }

  @Test
  void aStoppedFeedEndsEveryWatch() throws Exception {
    watch.poll(EVER);
    assertFalse(watch.isClosed());

    feed.publish("last");
    feed.stop();

    assertTrue(watch.isClosed());
    assertEquals("last", watch.poll(EVER));
    assertNull(watch.poll(EVER));
  }

  @Test
  void aWatchOfTheLatestBeginsWithItAndJumpsToItWhenBehind() throws Exception {
    Watch<String> fromTheStart = feed.watchLatest();
    assertNull(fromTheStart.poll(NOW));

    feed.publish("first");
    assertEquals("first", fromTheStart.poll(EVER));
    assertEquals("first", feed.watchLatest().poll(EVER));

    for (int i = 0; i < 3 * COUNT_MAX; i++) {
      feed.publish("v" + i);
    }

    assertEquals(Optional.of("v11"), feed.latest());
    assertEquals("v11", fromTheStart.poll(EVER));
    assertNull(fromTheStart.poll(NOW));
  }
}
