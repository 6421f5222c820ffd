package dev.dcore.kernel.runtime;

import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceFields;

/// What a node's store shows of itself.
public sealed interface StoreTrace extends TraceEvent {
  @Override
  default Level level() {
    return Level.NOTABLE;
  }

  /// @param replayed how many entries of the log came after the checkpoint
  record Opened(long position, long checkpoint, long replayed) implements StoreTrace {
    @Override
    public String name() {
      return "store-opened";
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .field("position", position)
          .field("checkpoint", checkpoint)
          .field("replayed", replayed);
    }
  }

  /// Something was not as it should be when the store opened, and it opened all the same.
  record Noted(String note) implements StoreTrace {
    @Override
    public String name() {
      return "store-noted";
    }

    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("note", note);
    }
  }

  /// The store takes nothing more.
  record Stopped(String reason) implements StoreTrace {
    @Override
    public String name() {
      return "store-stopped";
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

  record Checkpointed(long checkpoint, long position, int written, int kept) implements StoreTrace {
    @Override
    public String name() {
      return "store-checkpointed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .field("checkpoint", checkpoint)
          .field("position", position)
          .field("chunks-written", written)
          .field("chunks-kept", kept);
    }
  }

  record CheckpointFailed(long checkpoint, String reason) implements StoreTrace {
    @Override
    public String name() {
      return "store-checkpoint-failed";
    }

    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("checkpoint", checkpoint).field("reason", reason);
    }
  }
}
