package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceFields;

/// What events show of themselves.
public sealed interface EventsTrace extends TraceEvent {
  /// An event is given to the application.
  record Happened(String event, long time, String origin) implements EventsTrace {
    @Override
    public String name() {
      return "event-happened";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("event", event).field("time", time).field("origin", origin);
    }
  }

  /// Too many events are passed on: this one of another member has to go, and may not reach all.
  record Displaced(String event, long time) implements EventsTrace {
    @Override
    public String name() {
      return "event-displaced";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("event", event).field("time", time);
    }
  }
}
