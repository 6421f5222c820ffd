package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;

/// The probe under way: one member, one period (SWIM section 3.1).
final class Probe {
  private final NodeId target;
  private final String name;
  private final Address address;
  private final long sequence;
  private final long startedNanos;
  private final EvidenceLog log = new EvidenceLog();
  private boolean answered;
  private final long incarnation;
  private boolean escalated;
  private long escalatedNanos;

  Probe(MemberTable table, int slot, long sequence, long startedNanos) {
    this.target = table.id(slot);
    this.name = table.name(slot);
    this.address = table.address(slot);
    this.incarnation = table.incarnation(slot);
    this.sequence = sequence;
    this.startedNanos = startedNanos;
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

  long sequence() {
    return sequence;
  }

  long startedNanos() {
    return startedNanos;
  }

  EvidenceLog log() {
    return log;
  }

  boolean answered() {
    return answered;
  }

  void answer() {
    answered = true;
  }

  /// The target's, when the probe began: no other is accused when it fails.
  long incarnation() {
    return incarnation;
  }

  /// Whether relays were asked.
  boolean escalated() {
    return escalated;
  }

  /// When they were.
  long escalatedNanos() {
    return escalatedNanos;
  }

  void escalate(long nowNanos) {
    escalated = true;
    escalatedNanos = nowNanos;
  }
}
