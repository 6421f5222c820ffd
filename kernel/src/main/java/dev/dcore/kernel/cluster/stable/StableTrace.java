package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceFields;

/// What the stable view shows of itself.
public sealed interface StableTrace extends TraceEvent {
  /// This node holds another view.
  ///
  /// @param by `founding`, `vote`, `decision`, `cuts` or `whole`: how it came by it
  /// @param member whether this process is in it
  record ViewHeld(long lineage, long number, int size, String by, boolean member)
      implements StableTrace {
    @Override
    public String name() {
      return "stable-view";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .field("lineage", Long.toHexString(lineage))
          .field("number", number)
          .field("size", size)
          .field("by", by)
          .field("member", Boolean.toString(member));
    }
  }

  /// This node proposes what the next view is, or takes over a proposal.
  ///
  /// @param number of the view that is to be changed
  record Proposed(long number, long ballot, int removed, int added, boolean bound)
      implements StableTrace {
    @Override
    public String name() {
      return "cut-proposed";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .field("number", number)
          .field("ballot", ballot)
          .field("removed", removed)
          .field("added", added)
          .field("bound", Boolean.toString(bound));
    }
  }

  /// A proposal ended without a decision.
  record ProposalDropped(long number, long ballot, String reason) implements StableTrace {
    @Override
    public String name() {
      return "cut-dropped";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("number", number).field("ballot", ballot).field("reason", reason);
    }
  }

  /// Somebody sent a view that is none.
  record ViewUnreadable(String reason) implements StableTrace {
    @Override
    public String name() {
      return "stable-view-unreadable";
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
