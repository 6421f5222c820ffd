package dev.dcore.kernel.cluster.swim;

/// How much this node trusts itself (Lifeguard, Dadgar, Phillips and Currey, DSN 2018, section IV
/// A: the local health multiplier). What a node that stands still, or that nothing reaches, notices
/// looks like the death of others; so each sign that the fault is its own makes it slower and more
/// patient, and each answer takes one such sign back.
final class LocalHealth {
  private final int scoreMax;
  private int score;

  /// @param scoreMax the worst; 0 switches it off
  LocalHealth(int scoreMax) {
    this.scoreMax = scoreMax;
  }

  /// 0 is well.
  int score() {
    return score;
  }

  /// As long as this would take a node that is well.
  long stretch(long nanos) {
    return nanos * (score + 1);
  }

  /// A member answered.
  void answered() {
    score = Math.max(0, score - 1);
  }

  /// A probe failed, and so many of the relays that were asked said nothing either. When all said
  /// that they had no answer, this node is heard and hears: then the fault is the member's.
  void failed(int silentRelays) {
    add(silentRelays);
  }

  /// A probe failed, and there was nobody to ask.
  void failedAlone() {
    add(1);
  }

  /// Others suspected this node.
  void refuted() {
    add(1);
  }

  /// This node stood still.
  void stalled() {
    add(1);
  }

  private void add(int signs) {
    score = Math.min(scoreMax, score + signs);
  }
}
