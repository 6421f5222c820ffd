package dev.dcore.kernel.cluster.swim;

/// The probe under way: one member, one period (SWIM section 3.1).
final class Probe {
  private final MemberEntry target;
  private final long sequence;
  private final long startedNanos;
  private final EvidenceLog log = new EvidenceLog();
  private boolean answered;
  private final long incarnation;
  private boolean escalated;
  private long escalatedNanos;

  Probe(MemberEntry target, long sequence, long startedNanos) {
    this.target = target;
    this.incarnation = target.incarnation();
    this.sequence = sequence;
    this.startedNanos = startedNanos;
  }

  MemberEntry target() {
    return target;
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
