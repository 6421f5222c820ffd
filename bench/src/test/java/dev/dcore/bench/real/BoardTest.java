package dev.dcore.bench.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {
  private static final List<String> BOTH = List.of("n1", "n2");

  private final Board board = new Board();

  @Test
  void allSeeOnlyWhenEveryObserverHasReported() {
    board.saw("n1", "n1", Seen.ALIVE);
    board.saw("n1", "n2", Seen.ALIVE);
    assertFalse(board.allSee(BOTH, BOTH, Seen.ALIVE));

    board.saw("n2", "n1", Seen.ALIVE);
    board.saw("n2", "n2", Seen.ALIVE);
    assertTrue(board.allSee(BOTH, BOTH, Seen.ALIVE));

    board.saw("n2", "n1", Seen.SUSPECT);
    assertFalse(board.allSee(BOTH, BOTH, Seen.ALIVE));
  }

  @Test
  void whatIsReportedAgainIsNoNews() {
    board.saw("n1", "n2", Seen.DEAD);
    board.saw("n1", "n2", Seen.DEAD);

    assertEquals(1, board.since(0).size());
  }

  @Test
  void whatAnObserverReportsAfterItWasKilledDoesNotCount() {
    board.saw("n1", "n2", Seen.ALIVE);
    board.forget("n1");
    board.saw("n1", "n2", Seen.DEAD);

    assertEquals(
        List.of("n1 saw n2 ALIVE"), board.since(0).stream().map(Object::toString).toList());
    assertFalse(board.allSee(List.of("n1"), List.of("n2"), Seen.DEAD));
  }

  @Test
  void theWaitEndsWithTheReportThatMakesItTrue() throws Exception {
    long before = System.nanoTime();
    Thread.ofVirtual().start(() -> board.saw("n1", "n2", Seen.DEAD));

    long when =
        board.await(
            "n1 sees n2 dead",
            Duration.ofSeconds(30),
            () -> board.allSee(List.of("n1"), List.of("n2"), Seen.DEAD));

    assertTrue(when - before >= 0);
  }

  @Test
  void anObserverThatBreaksEndsTheWaitAndIsNamed() {
    board.fail("n1", "it does not answer");

    RealFailed failed =
        assertThrows(
            RealFailed.class, () -> board.await("it rains", Duration.ofSeconds(30), () -> false));

    assertEquals("while waiting that it rains, n1: it does not answer", failed.sentence());
  }

  @Test
  void whatDidNotComeIsSaidWithWhatCameInstead() {
    board.saw("n1", "n2", Seen.SUSPECT);

    RealFailed failed =
        assertThrows(RealFailed.class, () -> board.await("it rains", Duration.ZERO, () -> false));

    assertTrue(failed.sentence().contains("see n2 SUSPECT=1"), failed::sentence);
  }
}
