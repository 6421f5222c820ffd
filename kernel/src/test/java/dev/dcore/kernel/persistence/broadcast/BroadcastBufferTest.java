package dev.dcore.kernel.persistence.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastBufferTest {
  private static final long EPOCH = 7;
  private static final int COUNT_MAX = 4;
  private static final int BYTES_MAX = 100;

  private final BroadcastBuffer<String> buffer = new BroadcastBuffer<>(EPOCH, COUNT_MAX, BYTES_MAX);

  @Test
  void aLateSubscriberReadsTheWindowAgain() {
    Cursor start = buffer.end();
    buffer.append("a", 1);
    buffer.append("b", 1);

    assertEquals(messages(2, "a", "b"), buffer.read(start, 10));
    assertEquals(messages(1, "a"), buffer.read(start, 1));
    assertEquals(messages(2), buffer.read(buffer.end(), 10));
  }

  @Test
  void whoFellOutOfTheWindowIsToldWhatItMissed() {
    Cursor start = buffer.end();
    for (int i = 0; i < COUNT_MAX + 3; i++) {
      buffer.append("m" + i, 1);
    }

    assertEquals(new Reading.Gap<>(start, new Cursor(EPOCH, 3)), buffer.read(start, 10));
    assertEquals(messages(7, "m3", "m4", "m5", "m6"), buffer.read(buffer.oldest(), 10));
  }

  @Test
  void theWindowIsBoundedInBytes() {
    buffer.append("a", 60);
    buffer.append("b", 40);
    assertEquals(100, buffer.bytes());

    buffer.append("c", 61);

    assertEquals(messages(3, "c"), buffer.read(buffer.oldest(), 10));
    assertEquals(61, buffer.bytes());
  }

  @Test
  void aMessageLargerThanTheWindowLeavesAGapAndNoHole() {
    buffer.append("a", 1);
    Cursor before = buffer.end();
    buffer.append("huge", BYTES_MAX + 1);
    buffer.append("b", 1);

    assertEquals(new Reading.Gap<>(before, new Cursor(EPOCH, 2)), buffer.read(before, 10));
    assertEquals(messages(3, "b"), buffer.read(buffer.oldest(), 10));
  }

  @Test
  void aCursorOfAnotherLifeOrOfTheFutureMeetsAGap() {
    buffer.append("a", 1);
    Cursor other = new Cursor(EPOCH - 1, 1);
    Cursor future = new Cursor(EPOCH, 2);

    assertEquals(new Reading.Gap<>(other, buffer.oldest()), buffer.read(other, 10));
    assertEquals(new Reading.Gap<>(future, buffer.oldest()), buffer.read(future, 10));
  }

  /// Each subscriber follows a sum, from messages where it can and from a snapshot where it is told
  /// a gap. A message skipped in silence, or seen twice, makes its sum wrong for good.
  @Test
  void noSubscriberIsSkippedAheadInSilence() {
    for (long seed = 1; seed <= 200; seed++) {
      new Broadcast(seed).run();
    }
  }

  private static Reading<String> messages(long next, String... messages) {
    return new Reading.Messages<>(List.of(messages), new Cursor(EPOCH, next));
  }

  private static final class Broadcast {
    private static final int SUBSCRIBERS = 3;
    private static final int STEPS = 300;

    private final long seed;
    private final Choice action;
    private final Choice size;
    private final Choice subscriber;
    private final BroadcastBuffer<Long> window;
    private final List<Long> sums = new ArrayList<>(List.of(0L));
    private final Cursor[] cursors = new Cursor[SUBSCRIBERS];
    private final long[] seen = new long[SUBSCRIBERS];
    private int gaps;

    Broadcast(long seed) {
      this.seed = seed;
      Choices choices = Choices.seeded(seed, "broadcast");
      action = choices.choice("action");
      size = choices.choice("size");
      subscriber = choices.choice("subscriber");
      window = new BroadcastBuffer<>(EPOCH, 1 + choices.choice("count").below(40), BYTES_MAX);
      Arrays.fill(cursors, window.end());
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        if (action.chance(0.8)) {
          long message = step + 1L;
          sums.add(sums.getLast() + message);
          window.append(message, size.below(BYTES_MAX / 4));
        } else {
          read(subscriber.below(SUBSCRIBERS));
        }
        assertTrue(window.bytes() <= BYTES_MAX, "seed " + seed);
      }
      assertTrue(gaps > 0, "nobody ever fell behind with seed " + seed);
    }

    private void read(int reader) {
      switch (window.read(cursors[reader], 1 + size.below(5))) {
        case Reading.Messages<Long>(List<Long> messages, Cursor next) -> {
          messages.forEach(message -> seen[reader] += message);
          cursors[reader] = next;
        }
        case Reading.Gap<Long>(Cursor from, Cursor to) -> {
          assertEquals(cursors[reader], from);
          assertTrue(from.position() < to.position(), "a gap without a message");
          seen[reader] = sums.getLast();
          cursors[reader] = window.end();
          gaps++;
        }
      }
      assertEquals(sums.get((int) cursors[reader].position()), seen[reader], "seed " + seed);
    }
  }
}
