package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceFields;
import java.util.List;

/// What consensus shows of itself.
public sealed interface RaftTrace extends TraceEvent {
  /// @param leader [NodeId#NONE] when nobody is known
  record RoleChanged(Role role, long term, NodeId leader) implements RaftTrace {
    @Override
    public String name() {
      return "raft-role";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .field("role", role.label())
          .field("term", term)
          .field("leader", leader.equals(NodeId.NONE) ? "-" : leader.toString());
    }
  }

  /// What the disk held.
  ///
  /// @param entries behind the boundary
  record Started(Ballot ballot, Boundary boundary, List<Entry> entries) implements RaftTrace {
    public Started {
      entries = List.copyOf(entries);
    }

    @Override
    public String name() {
      return "raft-started";
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .field("term", ballot.term())
          .field("voted", ballot.votedFor().toString())
          .field("boundary", boundary.index())
          .field("entries", entries.size());
    }
  }

  record Appended(Entry entry) implements RaftTrace {
    @Override
    public String name() {
      return "raft-appended";
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .field("index", entry.index())
          .field("term", entry.term())
          .field("kind", entry.kind().name())
          .field("checksum", entry.checksum());
    }
  }

  record Truncated(long from) implements RaftTrace {
    @Override
    public String name() {
      return "raft-truncated";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("from", from);
    }
  }

  /// @param term of the node that says so
  record Committed(long through, long term) implements RaftTrace {
    @Override
    public String name() {
      return "raft-committed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("through", through).field("term", term);
    }
  }

  /// Another's state was taken over.
  record Installed(long index, long term) implements RaftTrace {
    @Override
    public String name() {
      return "raft-installed";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("index", index).field("term", term);
    }
  }

  /// A change of voters went a step on, or came to nothing.
  record Reconfiguring(String step, int voters, int incoming) implements RaftTrace {
    @Override
    public String name() {
      return "raft-reconfiguring";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("step", step).field("voters", voters).field("incoming", incoming);
    }
  }
}
