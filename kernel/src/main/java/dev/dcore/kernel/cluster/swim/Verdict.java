package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;

/// What somebody says of a member that is not its owner. Only its owner can say that it lives.
public enum Verdict {
  /// A probe failed; it may refute.
  SUSPECTED(MemberState.SUSPECT),
  /// Its suspicion timed out somewhere.
  DEAD(MemberState.DEAD),
  /// An operator said that it counts as left, on behalf of one who cannot say so any more.
  LEFT(MemberState.LEFT),
  /// It is gone for so long that it is not listed any more. Said to those who still list it, so
  /// that views that reap at different times do not stay different.
  FORGOTTEN(MemberState.LEFT);

  private final MemberState state;

  Verdict(MemberState state) {
    this.state = state;
  }

  /// What the member is by this verdict, at most.
  public MemberState state() {
    return state;
  }
}
