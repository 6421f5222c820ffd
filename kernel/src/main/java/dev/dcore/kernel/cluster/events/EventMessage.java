package dev.dcore.kernel.cluster.events;

import java.util.List;

/// What members say to each other about events, in datagrams.
public sealed interface EventMessage {
  /// Events that the sender passes on.
  record Spread(List<UserEvent> events) implements EventMessage {
    public Spread {
      events = List.copyOf(events);
    }
  }

  /// What time is it? From a node that is about to send its first event.
  record AskTime() implements EventMessage {}

  /// The answer.
  ///
  /// @param time the sender's Lamport time, 0 when it has heard no event
  record TimeIs(long time) implements EventMessage {
    /// @throws IllegalArgumentException when it is out of range
    public TimeIs {
      if (time < 0 || time > UserEvent.TIME_MAX) {
        throw new IllegalArgumentException("a time is out of range");
      }
    }
  }
}
