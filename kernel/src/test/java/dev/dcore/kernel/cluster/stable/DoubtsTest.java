package dev.dcore.kernel.cluster.stable;

import static dev.dcore.kernel.cluster.stable.WeakView.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dcore.kernel.identity.Incarnation;
import org.junit.jupiter.api.Test;

final class DoubtsTest {
  private static final long KEPT = 1_000;
  private static final long FIRST_LIFE = Incarnation.ofBoot(1);
  private static final long SECOND_LIFE = Incarnation.ofBoot(2);
  private static final int LOW = 2;

  /// So many doubters of one target are remembered.
  private static final int DOUBTERS_MAX = 32;

  private final Doubts doubts = new Doubts(KEPT);

  private void doubt(long now, int accuser, int target) {
    doubts.add(now, id(accuser), id(target), FIRST_LIFE);
  }

  private int against(long now, int target, long within) {
    return doubts.against(now, id(target), 1, within, LOW);
  }

  @Test
  void differentDoubtersCountOnceEachWithinTheTime() {
    doubt(10, 2, 1);
    doubt(20, 2, 1);
    doubt(30, 3, 1);

    assertEquals(2, against(30, 1, 20));
    assertEquals(2, against(40, 1, 20));
    assertEquals(1, against(41, 1, 20), "that of node 2 is too old");
    assertEquals(0, against(30, 4, 20));
  }

  @Test
  void aDoubtStandsAgainstOneLifeOnly() {
    doubt(10, 2, 1);
    doubts.add(20, id(3), id(1), FIRST_LIFE + 5);
    assertEquals(2, against(20, 1, KEPT), "an answer does not mend the path");

    doubts.add(30, id(2), id(1), SECOND_LIFE);
    doubt(40, 4, 1);

    assertEquals(0, against(40, 1, KEPT));
    assertEquals(1, doubts.against(40, id(1), 2, KEPT, LOW), "who is late says nothing of it");
  }

  @Test
  void whoIsDoubtedAsMuchItselfDoesNotCount() {
    doubt(10, 9, 1);
    doubt(10, 9, 2);
    doubt(10, 1, 9);
    assertEquals(1, against(10, 1, KEPT), "one doubter of node 9 is below low");

    doubt(10, 2, 9);

    assertEquals(0, against(10, 1, KEPT));
    assertEquals(2, against(10, 9, KEPT));
  }

  @Test
  void aTargetThatManyDoubtedLongAgoIsNotPastBeingDoubted() {
    for (int i = 0; i < DOUBTERS_MAX; i++) {
      doubt(i, 100 + i, 1);
    }
    long now = 10 * KEPT;
    for (int i = 0; i < 5; i++) {
      doubt(now + i, 200 + i, 1);
    }

    assertEquals(5, against(now + 5, 1, KEPT));
  }

  @Test
  void theOldestOfManyDoubtsMakesRoom() {
    for (int i = 0; i < DOUBTERS_MAX; i++) {
      doubt(i, 100 + i, 1);
    }
    doubt(50, 100, 1);
    doubt(60, 200, 1);

    assertEquals(DOUBTERS_MAX, against(60, 1, KEPT));
    assertEquals(DOUBTERS_MAX, against(62, 1, 60), "that of node 101, from time 1, is gone");
    assertEquals(2, against(60, 1, 10), "node 100, which repeated its doubt, was not the oldest");
  }
}
