package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import java.util.List;

/// What the nodes of a group say to each other. The bytes are in [RaftMessages].
public sealed interface RaftMessage {
  /// The sender's term; in [PreVote] the one that it would make.
  long term();

  /// What the sender must have on its disk before this leaves it.
  Durability rests();

  /// Would you vote for me? Promises nothing on either side.
  record PreVote(long term, long lastIndex, long lastTerm) implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.NOTHING;
    }
  }

  /// @param term that was asked for when it was granted, else the sender's
  record PreVoted(long term, boolean granted) implements RaftMessage {
    @Override
    public Durability rests() {
      return granted ? Durability.NOTHING : Durability.BALLOT;
    }
  }

  /// Vote for me.
  ///
  /// @param transfer the leader wants it so, and need not be missed first (section 3.10)
  record RequestVote(long term, long lastIndex, long lastTerm, boolean transfer)
      implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.BALLOT;
    }
  }

  record Voted(long term, boolean granted) implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.BALLOT;
    }
  }

  /// Entries of the leader. It sends them while its own disk writes them (section 10.2.1).
  ///
  /// @param previousIndex of the entry before the first of these
  /// @param commit what the leader knows to be committed
  record Append(long term, long previousIndex, long previousTerm, long commit, List<Entry> entries)
      implements RaftMessage {
    public Append {
      entries = List.copyOf(entries);
    }

    @Override
    public Durability rests() {
      return Durability.NOTHING;
    }
  }

  /// The sender has all of the leader's log up to here, durably.
  record Appended(long term, long match) implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.LOG;
    }
  }

  /// The entry before those sent is not in the sender's log.
  ///
  /// @param previousIndex that was sent
  /// @param hintIndex the last that may be the same in both logs
  /// @param hintTerm its term in the sender's
  record Refused(long term, long previousIndex, long hintIndex, long hintTerm)
      implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.BALLOT;
    }
  }

  /// I lead.
  ///
  /// @param commit what the receiver is known to have, and is committed
  /// @param round counts them in a term, for reads
  record Heartbeat(long term, long commit, long round) implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.NOTHING;
    }
  }

  record HeartbeatAnswered(long term, long round) implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.BALLOT;
    }
  }

  /// From when on is a read at your side not stale? (section 6.4)
  ///
  /// @param id the sender's own
  record AskIndex(long term, long id) implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.NOTHING;
    }
  }

  /// A state that has applied this index is not stale.
  ///
  /// @param index 0 when the sender does not lead
  record IndexIs(long term, long id, long index) implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.NOTHING;
    }
  }

  /// Stand for election at once (section 3.10).
  record TimeoutNow(long term) implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.NOTHING;
    }
  }

  /// A node that does not vote, or did not hear that it votes no more, wants the log. Who hears it
  /// and does not lead tells the leader.
  ///
  /// @param learner the node
  record Learn(long term, NodeId learner) implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.NOTHING;
    }
  }

  /// What the receiver needs is no longer in the log, but in a state (section 5). It asks for parts
  /// of it by [AskChunk].
  ///
  /// @param configuration who votes at that index
  record Offer(long term, long index, long indexTerm, Configuration configuration)
      implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.NOTHING;
    }
  }

  /// @param index of the state
  /// @param after the last key that the sender has; empty for none
  record AskChunk(long term, long index, byte[] after) implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.NOTHING;
    }
  }

  /// A part of a state, in the order of its keys.
  ///
  /// @param after what was asked
  /// @param last the key that comes with the next [AskChunk]
  /// @param done nothing follows
  record Chunk(long term, long index, byte[] after, byte[] last, byte[] content, boolean done)
      implements RaftMessage {
    @Override
    public Durability rests() {
      return Durability.NOTHING;
    }
  }
}
