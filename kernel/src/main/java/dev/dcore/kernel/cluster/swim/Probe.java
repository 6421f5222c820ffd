package dev.dcore.kernel.cluster.swim;

/// The probe under way: one member, one period (SWIM section 3.1).
final class Probe {
  private final MemberEntry target;
  private final long sequence;
  private final long startedNanos;
  private final EvidenceLog log = new EvidenceLog();
  private boolean answered;
  private boolean escalated;

  Probe(MemberEntry target, long sequence, long startedNanos) {
    this.target = target;
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

  boolean escalated() {
    return escalated;
  }

  void escalate() {
    escalated = true;
  }
}
