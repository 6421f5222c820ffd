package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;

/// The codes and schemas of what is said about events. Codes 48 to 63 are events'. What is short,
/// and makes nobody send much, travels as datagrams.
public final class EventMessages {
  /// The first of those that travel on streams.
  private static final int HAVE_CODE = 52;

  private static final RecordCodec<UserEvent> EVENT =
      RecordCodec.<UserEvent>of("event")
          .id(1, UserEvent::origin)
          .number(2, UserEvent::number)
          .number(3, UserEvent::time)
          .text(4, UserEvent::name)
          .bytes(5, UserEvent::payload)
          .flag(6, UserEvent::coalesced)
          .build(
              in ->
                  new UserEvent(
                      in.id(1), in.number(2), in.number(3), in.text(4), in.bytes(5), in.flag(6)));

  private static final RecordCodec<EventMessage.Spread> SPREAD =
      RecordCodec.<EventMessage.Spread>of("event spread")
          .list(1, EVENT, EventMessage.Spread::events)
          .build(in -> new EventMessage.Spread(in.list(1, EVENT)));

  private static final RecordCodec<EventMessage.AskTime> ASK_TIME =
      RecordCodec.<EventMessage.AskTime>of("event time question")
          .build(_ -> new EventMessage.AskTime());

  private static final RecordCodec<EventMessage.TimeIs> TIME_IS =
      RecordCodec.<EventMessage.TimeIs>of("event time")
          .number(1, EventMessage.TimeIs::time)
          .build(in -> new EventMessage.TimeIs(in.number(1)));

  private static final RecordCodec<EventMessage.Name> NAME =
      RecordCodec.<EventMessage.Name>of("event name")
          .id(1, EventMessage.Name::origin)
          .number(2, EventMessage.Name::number)
          .build(in -> new EventMessage.Name(in.id(1), in.number(2)));

  private static final RecordCodec<EventMessage.Old> OLD =
      RecordCodec.<EventMessage.Old>of("old event")
          .record(1, EVENT, EventMessage.Old::event)
          .number(2, EventMessage.Old::ageNanos)
          .build(in -> new EventMessage.Old(in.record(1, EVENT), in.number(2)));

  private static final RecordCodec<EventMessage.Recent> RECENT =
      RecordCodec.<EventMessage.Recent>of("recent events")
          .fixed(1, EventMessage.Recent::digest)
          .build(in -> new EventMessage.Recent(in.number(1)));

  private static final RecordCodec<EventMessage.Have> HAVE =
      RecordCodec.<EventMessage.Have>of("recent event names")
          .list(1, NAME, EventMessage.Have::names)
          .flag(2, EventMessage.Have::answer)
          .build(in -> new EventMessage.Have(in.list(1, NAME), in.flag(2)));

  private static final RecordCodec<EventMessage.Missed> MISSED =
      RecordCodec.<EventMessage.Missed>of("missed events")
          .list(1, OLD, EventMessage.Missed::events)
          .build(in -> new EventMessage.Missed(in.list(1, OLD)));

  /// Codes are append-only: a number that was used is never given to another message.
  public static final MessageTable<EventMessage> TABLE =
      new MessageTable.Builder<EventMessage>()
          .add(48, EventMessage.Spread.class, SPREAD)
          .add(49, EventMessage.AskTime.class, ASK_TIME)
          .add(50, EventMessage.TimeIs.class, TIME_IS)
          .add(51, EventMessage.Recent.class, RECENT)
          .add(HAVE_CODE, EventMessage.Have.class, HAVE)
          .add(53, EventMessage.Missed.class, MISSED)
          .build();

  private EventMessages() {}

  /// Else it comes on streams only.
  public static boolean isDatagram(int code) {
    return code < HAVE_CODE;
  }
}
