package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What members say to each other. Up to [Gossip] and [Nack] they travel as datagrams, the others
/// on streams.
public sealed interface SwimMessage {
  /// Are you there? Only `target` answers, so that a reused address does not speak for the dead.
  ///
  /// @param target the low half of its id, see [Pings#shortened]
  /// @param epoch of the sender's period, see [ProbeSchedule]
  /// @param digest of the sender's view, see [ViewDigest]
  /// @param mark of the stable view that the sender holds, or 0 when it holds none
  record Ping(long sequence, long target, long epoch, long digest, int mark, Rumors rumors)
      implements SwimMessage {}

  /// The answer to the ping with this sequence, by its target or through a relay.
  ///
  /// @param target the low half of its id, or 0 when the sender is the target
  /// @param digest of the sender's view, see [ViewDigest]; 0: not told, as by a relay
  /// @param mark of the stable view that the sender holds, or 0 when it holds none; a relay tells
  ///   none either
  /// @param coordinate the sender's place, or null: a relay's is not the target's
  record Ack(
      long sequence,
      long target,
      long digest,
      int mark,
      Rumors rumors,
      @Nullable Coordinate coordinate)
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

  /// Let me in.
  record Join(Claim claim) implements SwimMessage {}

  /// The seed lets the joining node in.
  ///
  /// @param entries the seed's own first, then some members to begin with
  record Welcome(List<StateEntry> entries) implements SwimMessage {
    /// @throws IllegalArgumentException when it has no entry
    public Welcome {
      entries = List.copyOf(entries);
      if (entries.isEmpty()) {
        throw new IllegalArgumentException("a welcome has at least its sender's entry");
      }
    }
  }

  /// One step of a reconciliation, see [Reconciler].
  ///
  /// @param claim the sender's own
  /// @param digest of the sender's whole view, see [ViewDigest]
  /// @param opening whether it begins one, and has an answer also when the digests are the same
  /// @param digests of ranges, as [RangeDigests] draws them
  /// @param rows of ranges, as [RangeRows] draws them
  /// @param wanted ids whose entries the sender asks for, 16 bytes each
  /// @param entries what the receiver seems not to know
  record Reconcile(
      Claim claim,
      long digest,
      boolean opening,
      byte[] digests,
      byte[] rows,
      byte[] wanted,
      List<StateEntry> entries)
      implements SwimMessage {
    /// @throws IllegalArgumentException when a part is longer than any that is sent
    public Reconcile {
      entries = List.copyOf(entries);
      if (digests.length > Reconciler.PART_BYTES_MAX
          || rows.length > Reconciler.PART_BYTES_MAX
          || wanted.length > Reconciler.PART_BYTES_MAX) {
        throw new IllegalArgumentException("a reconciliation's part is too long");
      }
    }

    /// By the bytes.
    @Override
    public boolean equals(Object other) {
      return other instanceof Reconcile message
          && message.claim.equals(claim)
          && message.digest == digest
          && message.opening == opening
          && Arrays.equals(message.digests, digests)
          && Arrays.equals(message.rows, rows)
          && Arrays.equals(message.wanted, wanted)
          && message.entries.equals(entries);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(digest);
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
