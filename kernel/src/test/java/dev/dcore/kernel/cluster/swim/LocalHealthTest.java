package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LocalHealthTest {
  private final LocalHealth health = new LocalHealth(7);

  @Test
  void whoIsWellTakesTheTimeThatIsConfigured() {
    assertEquals(500, health.stretch(500));
  }

  @Test
  void eachSignMakesItSlowerAndEachAnswerTakesOneBack() {
    health.refuted();
    health.failedAlone();
    assertEquals(1_500, health.stretch(500));
    health.answered();
    assertEquals(1_000, health.stretch(500));
  }

  @Test
  void aFailureOfWhichAllRelaysReportedIsTheMembers() {
    health.failed(0);
    assertEquals(0, health.score());
    health.failed(2);
    assertEquals(2, health.score());
  }

  @Test
  void itHasBounds() {
    health.answered();
    assertEquals(0, health.score());
    for (int i = 0; i < 20; i++) {
      health.refuted();
    }
    assertEquals(7, health.score());
  }

  @Test
  void switchedOffItChangesNothing() {
    LocalHealth off = new LocalHealth(0);
    off.failed(3);
    off.stalled();
    assertEquals(500, off.stretch(500));
  }
}
