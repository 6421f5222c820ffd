package dev.dcore.kernel.cluster.stable;

import static dev.dcore.kernel.cluster.stable.CutDetector.Verdict.GONE;
import static dev.dcore.kernel.cluster.stable.CutDetector.Verdict.HEALTHY;
import static dev.dcore.kernel.cluster.stable.CutDetector.Verdict.SHAKY;
import static dev.dcore.kernel.cluster.stable.WeakView.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Of a view of twenty: six doubters remove, three keep waiting.
final class CutDetectorTest {
  private static final StableConfig CONFIG = StableConfig.DEFAULT;
  private static final int SIZE = 20;
  private static final long FIRST_LIFE = Incarnation.ofBoot(1);
  private static final long SECOND_LIFE = Incarnation.ofBoot(2);

  private final WeakView weak = new WeakView(SIZE);
  private final StableView view = WeakView.stable(SIZE);
  private final Doubts doubts = new Doubts(CONFIG.probationNanos());
  private final Probation probation = new Probation(CONFIG.probationNanos());
  private final CutDetector detector = new CutDetector(CONFIG, doubts, probation);

  private CutDetector.Verdict judge(int number) {
    return detector.judge(weak.turn(0), view, view.members().get(number - 1));
  }

  private void doubt(int target, int doubters) {
    for (int i = 0; i < doubters; i++) {
      doubts.add(0, id(10 + i), id(target), FIRST_LIFE);
    }
  }

  private static Cut cut(int removed, Newcomer... added) {
    BitSet places = new BitSet();
    if (removed > 0) {
      places.set(removed - 1);
    }
    return Cut.of(places, List.of(added));
  }

  @Test
  void judgesByStateLifeAndDoubts() {
    weak.set(2, MemberState.SUSPECT, FIRST_LIFE);
    weak.set(3, MemberState.DEAD, FIRST_LIFE);
    weak.set(4, MemberState.LEFT, FIRST_LIFE);
    weak.set(5, MemberState.ALIVE, SECOND_LIFE);
    weak.forget(6);
    doubt(7, 2);
    doubt(8, 3);
    doubt(9, 6);

    assertEquals(
        List.of(HEALTHY, SHAKY, GONE, GONE, GONE, SHAKY, HEALTHY, SHAKY, GONE),
        List.of(
            judge(1), judge(2), judge(3), judge(4), judge(5), judge(6), judge(7), judge(8),
            judge(9)));
  }

  @Test
  void whatIsRipeIsProposedOnceItHasSettled() {
    weak.set(3, MemberState.DEAD, FIRST_LIFE);

    assertNull(detector.detect(weak.turn(0), view));
    assertTrue(detector.isOpen());
    assertNull(detector.detect(weak.turn(CONFIG.settleNanos() - 1), view));
    assertEquals(cut(3), detector.detect(weak.turn(CONFIG.settleNanos()), view));
  }

  @Test
  void whoMayStillTipIsWaitedForThoughNotForEver() {
    weak.set(3, MemberState.DEAD, FIRST_LIFE);
    weak.set(4, MemberState.SUSPECT, FIRST_LIFE);

    assertNull(detector.detect(weak.turn(0), view));
    assertNull(detector.detect(weak.turn(CONFIG.patienceNanos() - 1), view));
    assertEquals(cut(3), detector.detect(weak.turn(CONFIG.patienceNanos()), view));
  }

  @Test
  void aRestartGoesAndComesInOneCut() {
    weak.set(3, MemberState.ALIVE, SECOND_LIFE);

    assertNull(detector.detect(weak.turn(0), view));
    assertEquals(
        cut(3, new Newcomer(id(3), 2)), detector.detect(weak.turn(CONFIG.settleNanos()), view));
  }

  @Test
  void aViewOfWhoIsThereIsNotChanged() {
    assertNull(detector.detect(weak.turn(0), view));
    assertFalse(detector.isOpen());
  }

  @Test
  void whoWasRemovedForDoubtsWaitsUntilNothingWasSaidForAWhile() {
    weak.set(21, MemberState.ALIVE, FIRST_LIFE);
    probation.onRemoved(0, new StableMember(id(21), 1, 1));
    long until = CONFIG.probationNanos();

    assertNull(detector.detect(weak.turn(until - 1), view));
    assertTrue(detector.isOpen(), "time alone may change it");
    assertNull(detector.detect(weak.turn(until), view));
    assertEquals(
        cut(0, new Newcomer(id(21), 1)),
        detector.detect(weak.turn(until + CONFIG.settleNanos()), view));
  }

  @Test
  void supportsOnlyWhatItsOwnEvidenceBears() {
    weak.set(3, MemberState.SUSPECT, FIRST_LIFE);
    weak.set(21, MemberState.ALIVE, FIRST_LIFE);
    Turn turn = weak.turn(0);

    assertTrue(detector.supports(turn, view, cut(3)), "shaky is enough for a voter");
    assertFalse(detector.supports(turn, view, cut(4)), "healthy");
    assertTrue(detector.supports(turn, view, cut(0, new Newcomer(id(21), 1))));
    assertFalse(detector.supports(turn, view, cut(0, new Newcomer(id(21), 2))), "another life");
    assertFalse(detector.supports(turn, view, cut(0, new Newcomer(id(22), 1))), "never heard of");
    assertFalse(detector.supports(turn, view, cut(0, new Newcomer(id(4), 1))), "in it already");
  }
}
