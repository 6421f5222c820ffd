package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import java.util.List;

/// What members say to each other about events.
public sealed interface EventMessage {
  /// Events that the sender passes on.
  record Spread(List<UserEvent> events) implements EventMessage {
    public Spread {
      events = List.copyOf(events);
    }
  }

  /// The recent events of the sender, as one number: who has others answers.
  record Recent(long digest) implements EventMessage {}

  /// The names of the sender's recent events, which differ from the receiver's.
  ///
  /// @param answer whether it answers another list, and wants no third
  record Have(List<Name> names, boolean answer) implements EventMessage {
    public Have {
      names = List.copyOf(names);
      requireFew(names);
    }
  }

  /// Events that the receiver has not had.
  record Missed(List<Old> events) implements EventMessage {
    public Missed {
      events = List.copyOf(events);
      requireFew(events);
    }
  }

  /// What tells an event from all others.
  record Name(NodeId origin, long number) {
    /// @throws IllegalArgumentException when there is no such event
    public Name {
      if (origin.equals(NodeId.NONE) || !Incarnation.valid(number)) {
        throw new IllegalArgumentException("an event has an origin and a number");
      }
    }

    static Name of(UserEvent event) {
      return new Name(event.origin(), event.number());
    }
  }

  /// An event that went round some time ago.
  ///
  /// @param ageNanos how long ago; clocks differ, durations hardly
  record Old(UserEvent event, long ageNanos) {
    /// @throws IllegalArgumentException when it is from the future
    public Old {
      if (ageNanos < 0) {
        throw new IllegalArgumentException("an event's age is not negative");
      }
    }
  }

  private static void requireFew(List<?> list) {
    if (list.size() > RecentEvents.EVENTS_MAX) {
      throw new IllegalArgumentException(list.size() + " recent events are too many");
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
