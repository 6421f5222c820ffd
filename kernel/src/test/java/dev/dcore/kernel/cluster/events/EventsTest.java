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
    assertEquals(List.of(new EventsEffect.SetRound(compared())), effects);
  }

  @Test
  void anEventIsSentABoundedNumberOfTimesAndThenThereAreNoMoreRounds() {
    hear(event(1, "a"));
    int rounds = 0;
    while (!effects.contains(new EventsEffect.SetRound(compared()))) {
      effects.clear();
      step(new EventsInput.RoundDue());
      rounds++;
    }
    assertEquals(4, rounds);
  }

  @Test
  void whileThereAreRecentEventsTheirDigestIsSentNowAndThen() {
    hear(event(1, "a"));
    now = compared();
    step(new EventsInput.RoundDue());
    assertEquals(1, sent(EventMessage.Recent.class));
    now = 2 + RecentEvents.AGE_NANOS_MAX;
    effects.clear();
    step(new EventsInput.RoundDue());
    assertEquals(0, sent(EventMessage.Recent.class), "it is forgotten");
  }

  @Test
  void whoLacksEventsGetsThemAndNamesItsOwn() {
    hear(event(1, "a"));
    hear(event(2, "a"));
    EventMessage.Name first = EventMessage.Name.of(event(1, "a"));
    EventMessage.Name other = EventMessage.Name.of(event(9, "a"));
    step(new EventsInput.Received(SOMEBODY, new EventMessage.Have(List.of(first, other), false)));
    EventMessage.Old missed = new EventMessage.Old(event(2, "a"), 1);
    List<EventMessage.Name> names = List.of(first, EventMessage.Name.of(event(2, "a")));
    assertEquals(
        List.of(
            new EventsEffect.SendStream(SOMEBODY, new EventMessage.Missed(List.of(missed))),
            new EventsEffect.SendStream(SOMEBODY, new EventMessage.Have(names, true))),
        effects.subList(effects.size() - 2, effects.size()));
  }

  @Test
  void anEventThatIsOlderThanThisLifeIsNotForItAndAnotherIsHeardOnce() {
    now = 1_000;
    EventMessage.Missed missed =
        new EventMessage.Missed(
            List.of(
                new EventMessage.Old(event(1, "a"), 1_001),
                new EventMessage.Old(event(2, "a"), 999)));
    step(new EventsInput.Received(SOMEBODY, missed));
    step(new EventsInput.Received(SOMEBODY, missed));
    hear(event(1, "a"));
    assertEquals(List.of(event(2, "a")), happened());
  }

  @Test
  void twoThatHeardOfEventsInOtherOrdersKeepTheSame() {
    RecentEvents one = new RecentEvents();
    RecentEvents other = new RecentEvents();
    List<UserEvent> all = new ArrayList<>();
    for (int i = 1; i <= RecentEvents.EVENTS_MAX + 50; i++) {
      all.add(
          new UserEvent(
              new NodeId(2, i % 3 + 1), i, i, i % 7 == 0 ? "c" : "e", NOTHING, i % 7 == 0));
    }
    all.forEach(event -> one.add(event, 0));
    all.reversed().forEach(event -> other.add(event, 5));
    assertEquals(one.digest(), other.digest());
    assertEquals(one.names(), other.names());
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

  /// When the event that was the first, in the second step, is compared with others' first.
  private static long compared() {
    return 2 + Events.COMPARE_NANOS;
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
