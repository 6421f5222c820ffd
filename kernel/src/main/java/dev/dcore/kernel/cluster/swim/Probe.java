package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;

/// A probe under way: of one member, directly first, then on detours (SWIM section 3.1).
final class Probe {
  private final NodeId target;
  private final String name;
  private final Address address;
  private final long incarnation;
  private final long sequence;
  private final long startedNanos;
  private final EvidenceLog log = new EvidenceLog();
  private long stalledNanos;
  private boolean escalated;
  private int asked;
  private int nacks;

  /// @param stalledNanos how long this process has stood still until now, see [Stalls]
  Probe(MemberTable table, int slot, long sequence, long startedNanos, long stalledNanos) {
    this.target = table.id(slot);
    this.name = table.name(slot);
    this.address = table.address(slot);
    this.incarnation = table.incarnation(slot);
    this.sequence = sequence;
    this.startedNanos = startedNanos;
    this.stalledNanos = stalledNanos;
  }

  NodeId target() {
    return target;
  }

  /// The target's name when the probe began.
  String name() {
    return name;
  }

  /// Where the target was when the probe began.
  Address address() {
    return address;
  }

  /// The target's, when the probe began: no other is accused when it fails.
  long incarnation() {
    return incarnation;
  }

  long sequence() {
    return sequence;
  }

  long startedNanos() {
    return startedNanos;
  }

  EvidenceLog log() {
    return log;
  }

  /// How long this process stood still since this was last asked, or since the probe began.
  long stalled(long totalNanos) {
    long since = totalNanos - stalledNanos;
    stalledNanos = totalNanos;
    return since;
  }

  /// Whether detours are tried.
  boolean escalated() {
    return escalated;
  }

  void escalate() {
    escalated = true;
  }

  void relayAsked() {
    asked++;
  }

  /// A relay has no answer either.
  void nack() {
    nacks++;
  }

  int relaysAsked() {
    return asked;
  }

  /// How many relays said nothing at all.
  int relaysSilent() {
    return Math.max(0, asked - nacks);
  }
}
