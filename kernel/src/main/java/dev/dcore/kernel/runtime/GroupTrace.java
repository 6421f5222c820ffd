package dev.dcore.kernel.runtime;

import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceFields;

/// What a node's replica of its group shows of itself, beside what consensus does.
public sealed interface GroupTrace extends TraceEvent {
  @Override
  default Level level() {
    return Level.NOTABLE;
  }

  /// @param state the position of the checkpoint that it begins with
  /// @param entries of the log behind its boundary
  record Opened(long state, long boundary, long entries, long term) implements GroupTrace {
    @Override
    public String name() {
      return "group-opened";
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .field("state", state)
          .field("boundary", boundary)
          .field("entries", entries)
          .field("term", term);
    }
  }

  /// One entry was carried out.
  ///
  /// @param checksum of the entry
  record Carried(long index, long term, int checksum) implements GroupTrace {
    @Override
    public Level level() {
      return Level.DETAIL;
    }

    @Override
    public String name() {
      return "group-carried-out";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("index", index).field("term", term).field("checksum", checksum);
    }
  }

  /// Something was not as it should be, and the replica goes on all the same.
  record Noted(String note) implements GroupTrace {
    @Override
    public String name() {
      return "group-noted";
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

  /// The replica takes nothing more, and does not vote.
  record Stopped(String reason) implements GroupTrace {
    @Override
    public String name() {
      return "group-stopped";
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

  record Checkpointed(long ordinal, long position, long droppable) implements GroupTrace {
    @Override
    public String name() {
      return "group-checkpointed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("ordinal", ordinal).field("position", position).field("droppable", droppable);
    }
  }
}
