package dev.dcore.kernel.cluster.stable;

import static dev.dcore.kernel.cluster.stable.WeakView.id;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Of the five members of a view, three are a majority.
final class StuckTest {
  private static final long FIRST_LIFE = Incarnation.ofBoot(1);
  private static final long SECOND_LIFE = Incarnation.ofBoot(2);

  private final WeakView weak = new WeakView(5);
  private final Standing standing = WeakView.standing(5);
  private final Stuck stuck = new Stuck(standing);

  private void change(int number, MemberState state, long incarnation) {
    stuck.onChange(weak.set(number, state, incarnation));
  }

  private boolean isStuck() {
    return stuck.isStuck(weak.turn(0));
  }

  @Test
  void theDeadProveNothing() {
    for (int number = 2; number <= 5; number++) {
      change(number, MemberState.DEAD, FIRST_LIFE);
    }

    assertFalse(isStuck());
  }

  @Test
  void aMajorityThatHasLeftOrRunsInLaterLivesIsGone() {
    change(3, MemberState.LEFT, FIRST_LIFE + 1);
    change(4, MemberState.ALIVE, SECOND_LIFE);
    assertFalse(isStuck());

    change(5, MemberState.DEAD, SECOND_LIFE);

    assertTrue(isStuck());
  }

  /// An operator forced them to leave, and was wrong.
  @Test
  void whoTakesItBackThatItLeftCountsAgain() {
    for (int number = 3; number <= 5; number++) {
      change(number, MemberState.LEFT, FIRST_LIFE);
    }
    assertTrue(isStuck());

    change(4, MemberState.ALIVE, FIRST_LIFE + 1);

    assertFalse(isStuck());
  }

  @Test
  void aWholeViewIsLookedAtFromTheStart() {
    for (int number = 3; number <= 5; number++) {
      weak.set(number, MemberState.LEFT, FIRST_LIFE);
    }
    assertFalse(isStuck(), "nobody told it");

    stuck.onWholeView();

    assertTrue(isStuck());
  }

  @Test
  void aCutTakesTheGoneOutAndBringsNewcomersUnderTheSameEye() {
    change(4, MemberState.LEFT, FIRST_LIFE);
    change(5, MemberState.ALIVE, SECOND_LIFE);
    weak.set(6, MemberState.LEFT, FIRST_LIFE);
    BitSet removed = new BitSet();
    removed.set(3, 5);
    Cut cut = Cut.of(removed, List.of(new Newcomer(id(5), 2), new Newcomer(id(6), 1)));

    standing.advance(cut);
    stuck.onCut(weak.turn(0), cut);
    assertFalse(isStuck(), "of 1, 2, 3, 5 and 6, only 6 is gone");

    change(2, MemberState.LEFT, FIRST_LIFE);
    change(3, MemberState.LEFT, FIRST_LIFE);
    assertTrue(isStuck());
  }

  @Test
  void anObserverIsDesertedWhenItSeesNobodyOfTheViewAlive() {
    Stuck observer = new Stuck(WeakView.standing(3, 2));
    weak.set(1, MemberState.DEAD, FIRST_LIFE);
    weak.set(2, MemberState.SUSPECT, FIRST_LIFE);
    assertFalse(observer.isDeserted(weak.turn(0)), "who is suspect lives");

    weak.set(2, MemberState.ALIVE, SECOND_LIFE);

    assertTrue(observer.isDeserted(weak.turn(0)), "another life is no member");
  }

  /// Its vote is a part of the majority that others may be without.
  @Test
  void aMemberIsNeverDeserted() {
    change(2, MemberState.DEAD, FIRST_LIFE);

    assertFalse(new Stuck(WeakView.standing(1, 2)).isDeserted(weak.turn(0)));
  }
}
