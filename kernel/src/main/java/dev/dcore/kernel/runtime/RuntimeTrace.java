package dev.dcore.kernel.runtime;

import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceFields;

/// What the runtime shows of itself.
public sealed interface RuntimeTrace extends TraceEvent {
  /// An input reaches a protocol.
  record Stepped(String protocol, String input) implements RuntimeTrace {
    @Override
    public String name() {
      return "step";
    }

    @Override
    public Level level() {
      return Level.STEP;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("protocol", protocol).field("input", input);
    }
  }

  /// A protocol's effect, and where it goes: to a port, or to another protocol.
  record Routed(String effect, String to) implements RuntimeTrace {
    @Override
    public String name() {
      return "effect";
    }

    @Override
    public Level level() {
      return Level.STEP;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("effect", effect).field("to", to);
    }
  }

  /// Bytes from outside that are not for this node or not in order.
  record FrameDropped(String from, String reason) implements RuntimeTrace {
    @Override
    public String name() {
      return "frame-dropped";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("from", from).field("reason", reason);
    }
  }

  /// A frame that a full stream did not take.
  record StreamRefused(String to) implements RuntimeTrace {
    @Override
    public String name() {
      return "stream-refused";
    }

    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("to", to);
    }
  }

  /// The data directory says who this node is.
  record Booted(String id, long boot) implements RuntimeTrace {
    @Override
    public String name() {
      return "booted";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("id", id).field("boot", boot);
    }
  }

  /// What was remembered of the members cannot be read, and counts as nothing.
  record SnapshotIgnored(String reason) implements RuntimeTrace {
    @Override
    public String name() {
      return "snapshot-ignored";
    }

    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("reason", reason);
    }
  }

  /// The disk did not take a snapshot of the members; it is tried again.
  record SnapshotNotSaved(String reason) implements RuntimeTrace {
    @Override
    public String name() {
      return "snapshot-not-saved";
    }

    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("reason", reason);
    }
  }

  /// The node stops by itself.
  record Halted(String reason) implements RuntimeTrace {
    @Override
    public String name() {
      return "halted";
    }

    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("reason", reason);
    }
  }
}
