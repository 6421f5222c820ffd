package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What members say to each other. Up to [Gossip] and [Nack] they travel as datagrams, the others
/// on streams.
public sealed interface SwimMessage {
  /// Are you there? Only `target` answers, so that a reused address does not speak for the dead.
  ///
  /// @param target the low half of its id, see [Pings#shortened]
  /// @param epoch of the sender's period, see [ProbeSchedule]
  record Ping(long sequence, long target, long epoch, Rumors rumors) implements SwimMessage {}

  /// The answer to the ping with this sequence, by its target or through a relay.
  ///
  /// @param target the low half of its id, or 0 when the sender is the target
  /// @param coordinate the sender's place, or null: a relay's is not the target's
  record Ack(long sequence, long target, Rumors rumors, @Nullable Coordinate coordinate)
      implements SwimMessage {}

  /// Ask `target` for me, and pass on its answer under this sequence.
  record IndirectPing(long sequence, NodeId target, Address targetAddress, Rumors rumors)
      implements SwimMessage {}

  /// The target of your indirect ping with this sequence has not answered so far.
  record Nack(long sequence) implements SwimMessage {}

  /// Rumors alone.
  record Gossip(Rumors rumors) implements SwimMessage {}

  /// The ping on a stream, for a path that loses datagrams and passes streams.
  record StreamPing(long sequence, NodeId target, Address replyTo) implements SwimMessage {}

  record StreamAck(long sequence, NodeId target) implements SwimMessage {}

  /// Whether two nodes hold the same view, for the price of one small message: who holds another
  /// answers with its full state.
  ///
  /// @param digest of the sender's view, see [ViewDigest]
  record StateDigest(long digest, Address replyTo) implements SwimMessage {}

  /// All that a node knows. The first entry is the sender's own.
  ///
  /// @param reply whether it answers one; an answer is not answered
  /// @param joining whether the sender asks to be let in
  record FullState(boolean reply, boolean joining, List<StateEntry> entries)
      implements SwimMessage {
    /// @throws IllegalArgumentException when it has no entry
    public FullState {
      entries = List.copyOf(entries);
      if (entries.isEmpty()) {
        throw new IllegalArgumentException("a full state has at least its sender's entry");
      }
    }
  }

  /// The seed does not let the joining node in.
  record JoinRefused(String reason) implements SwimMessage {
    private static final int REASON_MAX = 256;

    public JoinRefused {
      reason = reason.length() <= REASON_MAX ? reason : reason.substring(0, REASON_MAX);
    }
  }

  /// One member in a full state.
  ///
  /// @param state what the sender believes
  /// @param accuser who accused it, or [NodeId#NONE]
  record StateEntry(Claim claim, MemberState state, NodeId accuser) {
    /// @throws IllegalArgumentException when claim and state contradict each other
    public StateEntry {
      boolean byOperator = state == MemberState.LEFT && !accuser.equals(NodeId.NONE);
      if (claim.left() ? state != MemberState.LEFT : state == MemberState.LEFT && !byOperator) {
        throw new IllegalArgumentException(
            "who claims to have left has left, and nobody else but by an operator's word");
      }
    }
  }
}
