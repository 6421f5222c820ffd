package dev.dcore.kernel.cluster.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final Address SOMEBODY = new Address("n2", 7946);
  private static final byte[] NOTHING = new byte[0];

  private int members = 4;
  private long now;
  private final List<EventsEffect> effects = new ArrayList<>();
  private final Events events =
      new Events(
          new Events.Peers() {
            @Override
            public int size() {
              return members;
            }

            @Override
            public List<Address> pick(int count) {
              return IntStream.range(0, Math.min(count, members - 1))
                  .mapToObj(i -> new Address("n" + (i + 2), 7946))
                  .toList();
            }
          });

  EventsTest() {
    step(new EventsInput.Start(new NodeIdentity(new NodeId(1, 1), 1)));
  }

  @Test
  void theFirstEventWaitsForTheLatestOfTheOthersTimes() {
    send(1, "a");
    assertEquals(3, sent(EventMessage.AskTime.class));
    step(new EventsInput.Received(SOMEBODY, new EventMessage.TimeIs(0)));
    step(new EventsInput.Received(SOMEBODY, new EventMessage.TimeIs(57)));
    assertEquals(List.of(), happened());
    step(new EventsInput.Received(SOMEBODY, new EventMessage.TimeIs(9)));
    assertEquals(58, happened().getFirst().time());
    assertEquals(new EventsEffect.Sent(1, "", 58), answers().getFirst());
  }

  @Test
  void whenNobodyTellsTheTimeItIsSentNevertheless() {
    send(1, "a");
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(), happened());
      step(new EventsInput.RoundDue());
    }
    assertEquals(1, happened().size());
  }

  @Test
  void aLoneNodeHearsItsOwnEventAtOnceAndGoesToSleep() {
    members = 1;
    send(1, "a");
    assertEquals(1, happened().size());
    effects.clear();
    step(new EventsInput.RoundDue());
    assertEquals(List.of(), effects);
  }

  @Test
  void anEventIsSentABoundedNumberOfTimesAndThenThereAreNoMoreRounds() {
    hear(event(1, "a"));
    int rounds = 0;
    while (armed()) {
      effects.clear();
      step(new EventsInput.RoundDue());
      rounds++;
    }
    assertEquals(4, rounds);
  }

  @Test
  void beyondTheLimitOwnEventsAreRefusedAndOthersDisplaceWhatWasSentMost() {
    hear(event(1, "a"));
    step(new EventsInput.RoundDue());
    for (int i = 2; i <= EventQueue.EVENTS_MAX; i++) {
      hear(event(i, "a"));
    }
    hear(event(EventQueue.EVENTS_MAX + 1, "a"));
    assertTrue(
        effects.stream()
            .anyMatch(
                effect ->
                    effect instanceof EventsEffect.Trace(EventsTrace.Displaced(var _, long time))
                        && time == 1));
    members = 1; // So that it does not ask for the time first.
    send(7, "b");
    EventsEffect.Sent refused = answers().getLast();
    assertTrue(refused.ticket() == 7 && !refused.refused().isEmpty(), refused::toString);
  }

  @Test
  void whoAsksForTheTimeIsTold() {
    hear(event(41, "a"));
    step(new EventsInput.Received(SOMEBODY, new EventMessage.AskTime()));
    assertEquals(
        new EventsEffect.SendDatagram(SOMEBODY, new EventMessage.TimeIs(41)), effects.getLast());
  }

  private static UserEvent event(int number, String name) {
    return new UserEvent(new NodeId(2, 2), number, number, name, NOTHING, false);
  }

  private void hear(UserEvent event) {
    step(new EventsInput.Received(SOMEBODY, new EventMessage.Spread(List.of(event))));
  }

  private void send(long ticket, String name) {
    step(new EventsInput.Send(ticket, name, NOTHING, false));
  }

  private void step(EventsInput input) {
    now++;
    events.step(now, input, effects::add);
  }

  private boolean armed() {
    return effects.stream().anyMatch(EventsEffect.SetRound.class::isInstance);
  }

  private long sent(Class<? extends EventMessage> kind) {
    return effects.stream()
        .filter(
            effect ->
                effect instanceof EventsEffect.SendDatagram(var _, var message)
                    && kind.isInstance(message))
        .count();
  }

  private List<UserEvent> happened() {
    return effects.stream()
        .filter(EventsEffect.Happened.class::isInstance)
        .map(effect -> ((EventsEffect.Happened) effect).event())
        .toList();
  }

  private List<EventsEffect.Sent> answers() {
    return effects.stream()
        .filter(EventsEffect.Sent.class::isInstance)
        .map(EventsEffect.Sent.class::cast)
        .toList();
  }
}
