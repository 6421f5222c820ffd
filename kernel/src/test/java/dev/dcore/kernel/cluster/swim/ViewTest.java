package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What hostile or mistaken peers say.
class ViewTest {
  private static final long FIRST = Incarnation.ofBoot(1);

  private final List<SwimEffect> effects = new ArrayList<>();
  private final Step step = new Step(Duration.ofMinutes(1).toNanos(), effects::add);
  private final View view =
      Claims.view(
          new Self(
              new NodeIdentity(new NodeId(7, 1), 1),
              new Profile("own", new Address("own", 1), Metadata.EMPTY)),
          Choices.seeded(1, "view"));

  @Test
  void whoIsSuspectedAndForgottenByOneMessageIsNotObserved() {
    view.onClaim(step, Claims.of(1, FIRST, false));
    view.hear(
        step,
        new Rumors(
            List.of(),
            List.of(
                accusation(Verdict.SUSPECTED),
                accusation(Verdict.LEFT),
                accusation(Verdict.FORGOTTEN)),
            List.of()));
    assertEquals(0, view.table().size());
    assertEquals(List.of(), view.takeToObserve());
  }

  @Test
  void whoLiesInAGraveAndIsSaidToLiveIsAnsweredWithItsDeath() {
    view.graves().bury(Claims.id(1), new Graves.Grave(FIRST, MemberState.DEAD, false));
    SwimMessage.StateEntry answer = view.onClaim(step, Claims.of(1, FIRST, false));
    assertEquals(
        new SwimMessage.StateEntry(Claims.of(1, FIRST, false), MemberState.DEAD, view.self().id()),
        answer);
    assertNull(view.onClaim(step, Claims.of(1, FIRST + 1, false)), "this refutes it");
    assertEquals(1, view.table().size());
  }

  @Test
  void doubtsOfStrangersAboutStrangersAndOfTheFutureAreNotHeard() {
    view.onClaim(step, Claims.of(1, FIRST, false));
    view.onClaim(step, Claims.of(2, FIRST, false));
    hear(new Doubt(Claims.id(3), FIRST, Claims.id(2), 1));
    hear(new Doubt(Claims.id(1), FIRST, Claims.id(3), 1));
    hear(new Doubt(Claims.id(1), FIRST, Claims.id(2), 1_000));
    assertEquals(0, doubts());
    hear(new Doubt(Claims.id(1), FIRST, Claims.id(2), 1));
    hear(new Doubt(view.self().id(), FIRST, Claims.id(2), 1));
    assertEquals(2, doubts());
  }

  /// Who still says it may have missed the refutation, and would believe it in the end.
  @Test
  void anAccusationThatIsRefutedIsAnsweredAgain() {
    NodeId self = view.self().id();
    view.onClaim(step, Claims.of(1, FIRST, false));
    Accusation accusation = new Accusation(self, FIRST, Verdict.SUSPECTED, Claims.id(1));
    view.onAccusation(step, accusation);
    Claim refutation = view.self().claim();
    while (view.rumors().holds(self)) {
      var _ = view.rumors().take(1_000, view.size(), null);
    }

    view.onAccusation(step, accusation);

    assertEquals(refutation, view.self().claim(), "it has been refuted");
    assertEquals(List.of(refutation), view.rumors().take(1_000, view.size(), null).claims());
  }

  /// Its owner would not refute it.
  @Test
  void aBootNumberThatLeapsTooFarIsNotBelieved() {
    long forged = Incarnation.ofBoot(2 + (1 << 16));
    view.onClaim(step, Claims.of(1, FIRST, false));
    view.graves().bury(Claims.id(2), new Graves.Grave(FIRST, MemberState.DEAD, false));
    view.onClaim(step, Claims.of(1, forged, false));
    view.onClaim(step, Claims.of(2, forged, true));
    assertEquals(FIRST, view.table().incarnation(view.table().slot(Claims.id(1))));
    assertEquals(1, view.table().size());
    view.onClaim(step, Claims.of(1, Incarnation.ofBoot(1 + (1 << 16)), false));
    assertTrue(view.table().incarnation(view.table().slot(Claims.id(1))) > FIRST);
  }

  /// A name that is fixed, and a new id at each start.
  @Test
  void ofOneNameFewOfTheDeadAreKept() {
    for (int number = 1; number <= 2_000; number++) {
      Profile profile = new Profile("loop", new Address("host", 1), Metadata.EMPTY);
      Claim claim = Claims.claim(Claims.id(number), FIRST, false, profile);
      Step at = new Step(number * 1_000L, effects::add);
      view.onClaim(at, claim);
      view.onAccusation(at, new Accusation(claim.id(), FIRST, Verdict.LEFT, Claims.id(9_999)));
    }
    assertEquals(Burial.NAMESAKES_MAX, view.table().size());
    assertTrue(view.table().slot(Claims.id(2_000)) != MemberTable.NONE, "the last are kept");
    assertNotNull(view.graves().find(Claims.id(1_990)));
  }

  private void hear(Doubt doubt) {
    view.hear(step, new Rumors(List.of(), List.of(), List.of(doubt)));
  }

  private long doubts() {
    return effects.stream().filter(SwimEffect.Doubted.class::isInstance).count();
  }

  private static Accusation accusation(Verdict verdict) {
    return new Accusation(Claims.id(1), FIRST, verdict, Claims.id(2));
  }
}
