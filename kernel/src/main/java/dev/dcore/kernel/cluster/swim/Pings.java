package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.BuggifyPoint;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.topology.Neighbours;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Frame;

/// Makes pings and their answers: numbers them, and fills what is left of the datagram with rumors.
final class Pings {
  /// What a ping's or ack's own fields take at most, encoded.
  private static final int FIELDS_BYTES_MAX = 96;

  /// An indirect ping also carries an address.
  private static final int INDIRECT_FIELDS_BYTES_MAX = 340;

  private final SwimConfig config;
  private final View view;
  private final Neighbours neighbours;
  private final BuggifyPoint noRumors;
  private long nextSequence;

  Pings(SwimConfig config, View view, Neighbours neighbours, Choices choices) {
    this.neighbours = neighbours;
    this.config = config;
    this.view = view;
    // An answer to the last life of this node must not pass for one to this.
    this.nextSequence = choices.choice("first-sequence").between(1, 1 << 16);
    this.noRumors = choices.buggify("no-rumors-on-ping", 0.2);
  }

  long nextSequence() {
    return nextSequence++;
  }

  /// @param slot the target's, or [MemberTable#NONE]
  SwimMessage.Ping ping(long sequence, long target, int slot) {
    long epoch = config.probe().scheduled() ? view.order().schedule().epoch() : 0;
    return new SwimMessage.Ping(
        sequence,
        target,
        epoch,
        view.digest(),
        view.self().stableMark(),
        rumors(slot, FIELDS_BYTES_MAX));
  }

  /// The answer to a ping at this node.
  ///
  /// @param slot the receiver's, or [MemberTable#NONE]
  SwimMessage.Ack ack(long sequence, int slot) {
    return new SwimMessage.Ack(
        sequence,
        0,
        view.digest(),
        view.self().stableMark(),
        rumors(slot, FIELDS_BYTES_MAX),
        neighbours.coordinate());
  }

  /// Another's answer, passed on.
  static SwimMessage.Ack relayed(long sequence, long target) {
    return new SwimMessage.Ack(sequence, target, 0, 0, Rumors.NONE, null);
  }

  /// @param relay its slot
  SwimMessage.IndirectPing indirect(Probe probe, int relay) {
    return new SwimMessage.IndirectPing(
        probe.sequence(),
        probe.target(),
        probe.address(),
        rumors(relay, INDIRECT_FIELDS_BYTES_MAX));
  }

  /// How this id is written in a ping: half of its random bits tell members apart.
  static long shortened(NodeId id) {
    return id.low();
  }

  private Rumors rumors(int receiver, int fieldBytes) {
    // A stranger, or who forges one, shall not use up what members have to hear.
    if (receiver == MemberTable.NONE || noRumors.fires()) {
      return Rumors.NONE;
    }
    // A suspect hears first of what it has to refute (Lifeguard's buddy system).
    Accusation first = config.suspicion().buddy() ? view.table().accusation(receiver) : null;
    return view.rumors().take(Frame.DATAGRAM_BODY_BYTES_MAX - fieldBytes, view.size(), first);
  }
}
