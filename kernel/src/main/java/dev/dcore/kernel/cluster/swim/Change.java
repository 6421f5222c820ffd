package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;

/// How watchers are told that a row of the [MemberTable] changed.
final class Change {
  private Change() {}

  /// It came to be in this state by another's word, or by its own that it has left.
  static MemberEvent.Kind of(MemberState state) {
    return switch (state) {
      case ALIVE -> MemberEvent.Kind.REVIVED;
      case SUSPECT -> MemberEvent.Kind.SUSPECTED;
      case DEAD -> MemberEvent.Kind.DIED;
      case LEFT -> MemberEvent.Kind.LEFT;
    };
  }

  /// A claim of its own that it lives.
  ///
  /// @param rebooted whether it began a new life
  static MemberEvent.Kind ofClaim(MemberState before, boolean rebooted) {
    return switch (before) {
      case LEFT -> MemberEvent.Kind.JOINED;
      case DEAD -> MemberEvent.Kind.REVIVED;
      case SUSPECT -> rebooted ? MemberEvent.Kind.RESTARTED : MemberEvent.Kind.REFUTED;
      case ALIVE -> rebooted ? MemberEvent.Kind.RESTARTED : MemberEvent.Kind.UPDATED;
    };
  }
}
