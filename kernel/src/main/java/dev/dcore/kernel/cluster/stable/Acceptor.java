package dev.dcore.kernel.cluster.stable;

import org.jspecify.annotations.Nullable;

/// This process's votes on the successor of one view: the acceptor of single-decree Paxos (Lamport,
/// "Paxos Made Simple", 2001, section 2.2).
///
/// It is kept in memory only. A process that restarts has another boot number, so it is no member
/// of the view and has no vote in it that it could have forgotten.
final class Acceptor {
  private long promised;
  private long accepted;
  private @Nullable Cut cut;

  /// The highest ballot that it follows.
  long promised() {
    return promised;
  }

  /// Phase 1.
  ///
  /// @return whether it follows this ballot now
  boolean promise(long ballot) {
    if (ballot < promised) {
      return false;
    }
    promised = ballot;
    return true;
  }

  /// Phase 2, for a ballot that is not below the promised one.
  void accept(long ballot, Cut value) {
    promised = ballot;
    accepted = ballot;
    cut = value;
  }

  /// In which ballot it last accepted something, or 0.
  long accepted() {
    return accepted;
  }

  /// What it accepted, or null.
  @Nullable Cut cut() {
    return cut;
  }
}
