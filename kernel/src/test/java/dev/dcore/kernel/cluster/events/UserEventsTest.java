package dev.dcore.kernel.cluster.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import org.junit.jupiter.api.Test;

class UserEventsTest {
  private static final NodeId SELF = new NodeId(1, 1);
  private static final NodeId OTHER = new NodeId(2, 2);

  private final UserEvents events = new UserEvents(new NodeIdentity(SELF, 3));

  @Test
  void anOwnEventIsLaterThanAllThatWereHeard() {
    events.hear(event(OTHER, 5, 41, "a", false));
    assertEquals(42, events.make("b", new byte[0], false).time());
    assertEquals(43, events.make("b", new byte[0], false).time());
  }

  @Test
  void anEventIsNewsOnce() {
    UserEvent own = events.make("a", new byte[0], false);
    assertFalse(events.hear(own));
    assertTrue(events.hear(event(OTHER, 5, 1, "a", false)));
    assertFalse(events.hear(event(OTHER, 5, 1, "a", false)));
    assertTrue(events.hear(event(OTHER, 4, 1, "a", false)));
    assertFalse(events.hear(event(OTHER, 4, 1, "a", false)));
  }

  @Test
  void whatIsFarBehindIsTakenForHeardAndWhatIsFarAheadIsNot() {
    HeardEvents heard = new HeardEvents();
    assertTrue(heard.add(OTHER, 1_000));
    assertTrue(heard.add(OTHER, 1_001 - HeardEvents.WINDOW));
    assertFalse(heard.add(OTHER, 1_000 - HeardEvents.WINDOW));
    assertTrue(heard.add(OTHER, 5_000));
    assertFalse(heard.add(OTHER, 5_000));
    assertFalse(heard.add(OTHER, 1_000));
    assertTrue(heard.add(OTHER, 4_999));
  }

  @Test
  void aRestartedOriginIsHeardAgain() {
    events.hear(event(OTHER, 900, 1, "a", false));
    assertTrue(events.hear(new UserEvent(OTHER, Incarnation.ofBoot(2) + 1, 1, "a", NOTHING, true)));
  }

  @Test
  void anOlderCoalescedEventIsNoNewsAfterANewerOne() {
    assertTrue(events.hear(event(OTHER, 1, 10, "deploy", true)));
    assertFalse(events.hear(event(new NodeId(3, 3), 1, 9, "deploy", true)));
    assertTrue(events.hear(event(new NodeId(3, 3), 2, 9, "restart", true)));
    assertTrue(events.hear(event(new NodeId(3, 3), 3, 10, "deploy", true)));
    assertFalse(events.hear(event(new NodeId(1, 0), 1, 10, "deploy", true)));
  }

  @Test
  void originsAreForgottenInsteadOfFillingTheHeap() {
    HeardEvents heard = new HeardEvents();
    for (int i = 1; i <= HeardEvents.ORIGINS_MAX + 1; i++) {
      assertTrue(heard.add(new NodeId(0, i), 1));
    }
    assertFalse(heard.add(new NodeId(0, 2), 1));
    assertTrue(heard.add(new NodeId(0, 1), 1));
  }

  @Test
  void whatCannotBePassedOnIsRefusedInOneSentence() {
    byte[] large = new byte[UserEvent.PAYLOAD_BYTES_MAX + 1];
    assertThrows(IllegalArgumentException.class, () -> events.make("a", large, false));
    assertThrows(IllegalArgumentException.class, () -> events.make("a b", NOTHING, false));
    assertEquals(0, events.time());
  }

  private static final byte[] NOTHING = new byte[0];

  private static UserEvent event(
      NodeId origin, long number, long time, String name, boolean coalesced) {
    return new UserEvent(origin, number, time, name, NOTHING, coalesced);
  }
}
