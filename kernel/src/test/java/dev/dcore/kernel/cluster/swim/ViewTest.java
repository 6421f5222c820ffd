package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dcore.kernel.base.Choices;
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

  private static Accusation accusation(Verdict verdict) {
    return new Accusation(Claims.id(1), FIRST, verdict, Claims.id(2));
  }
}
