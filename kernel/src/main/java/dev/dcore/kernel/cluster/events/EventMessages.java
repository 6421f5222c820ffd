package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;

/// The codes and schemas of what is said about events. Codes 48 to 63 are events'; all travel as
/// datagrams.
public final class EventMessages {
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

  /// Codes are append-only: a number that was used is never given to another message.
  public static final MessageTable<EventMessage> TABLE =
      new MessageTable.Builder<EventMessage>()
          .add(48, EventMessage.Spread.class, SPREAD)
          .add(49, EventMessage.AskTime.class, ASK_TIME)
          .add(50, EventMessage.TimeIs.class, TIME_IS)
          .build();

  private EventMessages() {}
}
