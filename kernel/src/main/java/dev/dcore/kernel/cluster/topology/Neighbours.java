package dev.dcore.kernel.cluster.topology;

import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.identity.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node's own probes taught it of the network: its coordinate, and for each member whom it
/// heard directly. It decides nothing. Confined to its node's loop.
public final class Neighbours {
  private final NodeId self;
  private final Vivaldi vivaldi = new Vivaldi();
  private final Map<NodeId, Contact> contacts = new LinkedHashMap<>();

  public Neighbours(NodeId self) {
    this.self = self;
  }

  /// Something came from this member itself, as no relay or stream can say.
  public void heard(long nowNanos, NodeId member) {
    contact(member).heard(nowNanos);
  }

  /// A direct ping was not answered in time.
  public void missed(long nowNanos, NodeId member) {
    contact(member).missed(nowNanos);
  }

  /// A direct ping was answered.
  ///
  /// @param said the member's own coordinate, if it sent one that can be read
  public void answered(
      long nowNanos, NodeId member, long roundTripNanos, @Nullable Coordinate said) {
    Contact contact = contact(member);
    contact.answered(nowNanos, roundTripNanos, said);
    if (said != null) {
      long pair = Mix.combine(member.low() ^ self.low(), member.high() ^ self.high());
      vivaldi.observe(
          pair, self.compareTo(member) > 0 ? 1 : -1, said, contact.steadyRoundTripNanos());
    }
  }

  /// It is not a member any more.
  public void forget(NodeId member) {
    contacts.remove(member);
  }

  /// This node's own.
  public Coordinate coordinate() {
    return vivaldi.coordinate();
  }

  /// What this member last said of its own place, or null.
  public @Nullable Coordinate coordinate(NodeId member) {
    Contact contact = contacts.get(member);
    return contact == null ? null : contact.coordinate();
  }

  /// The last measured, or -1.
  public long roundTripNanos(NodeId member) {
    Contact contact = contacts.get(member);
    return contact == null ? -1 : contact.roundTripNanos();
  }

  /// What this node says of its direct path to a member.
  public PeerReport.Row row(long nowNanos, Member member) {
    Contact contact = contacts.get(member.id());
    return contact == null
        ? new PeerReport.Row(member.id(), member.state(), -1, -1, -1, -1)
        : new PeerReport.Row(
            member.id(),
            member.state(),
            ago(nowNanos, contact.heardNanos()),
            ago(nowNanos, contact.answeredNanos()),
            ago(nowNanos, contact.missedNanos()),
            contact.roundTripNanos());
  }

  private static long ago(long nowNanos, long atNanos) {
    return atNanos == Contact.NEVER ? -1 : nowNanos - atNanos;
  }

  private Contact contact(NodeId member) {
    return contacts.computeIfAbsent(member, _ -> new Contact());
  }
}
