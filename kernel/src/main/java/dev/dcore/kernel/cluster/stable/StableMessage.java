package dev.dcore.kernel.cluster.stable;

import java.util.List;

/// What members say to each other about the stable view. Those of Paxos are about the successor of
/// the view that they name.
public sealed interface StableMessage {
  /// Phase 1a: follow no lower ballot, and say what you have accepted.
  record Prepare(long lineage, long number, long ballot) implements StableMessage {
    public Prepare {
      Ballot.require(ballot);
    }
  }

  /// Phase 1b.
  ///
  /// @param accepted the ballot in which the sender accepted `cut`, or 0
  record Promise(long lineage, long number, long ballot, long accepted, Cut cut)
      implements StableMessage {
    public Promise {
      Ballot.require(ballot);
      if (accepted != Ballot.NONE) {
        Ballot.require(accepted);
      }
    }
  }

  /// Phase 2a.
  ///
  /// @param bound whether an acceptor named it in phase 1, so that it may be decided already and
  ///   nobody may refuse it on the evidence
  record Accept(long lineage, long number, long ballot, boolean bound, Cut cut)
      implements StableMessage {
    public Accept {
      Ballot.require(ballot);
    }
  }

  /// Phase 2b.
  record Accepted(long lineage, long number, long ballot) implements StableMessage {
    public Accepted {
      Ballot.require(ballot);
    }
  }

  /// The acceptor follows a higher ballot.
  record Refused(long lineage, long number, long promised) implements StableMessage {
    public Refused {
      Ballot.require(promised);
    }
  }

  /// Which view the sender holds.
  ///
  /// @param lineage 0 when it holds none
  /// @param ballot in which its last cut was decided, when it tells of that, else 0: who accepted
  ///   the cut in that ballot need not ask for it
  record Announce(long lineage, long number, long ballot) implements StableMessage {}

  /// Tell me what came after this view, or everything.
  ///
  /// @param lineage 0 when the sender holds none
  record Pull(long lineage, long number) implements StableMessage {}

  /// Decided cuts, in order.
  ///
  /// @param number of the view that the first one follows
  record Cuts(long lineage, long number, List<Cut> cuts) implements StableMessage {
    public Cuts {
      cuts = List.copyOf(cuts);
    }
  }

  /// A view as [StableMessages#VIEW] writes it, so that who holds it already need not read it.
  record WholeView(byte[] body) implements StableMessage {}
}
