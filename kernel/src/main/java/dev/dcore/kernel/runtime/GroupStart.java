package dev.dcore.kernel.runtime;

import dev.dcore.kernel.consensus.Boundary;
import dev.dcore.kernel.consensus.Entry;
import java.util.List;

/// What a replica begins with, by what its checkpoint and its log hold. The log keeps the entry at
/// its boundary, whose term is needed.
///
/// @param entries behind the boundary
/// @param cutOff a state of another node was put in place here, and the log was not yet cut to it
/// @param failure why there is no beginning, in one sentence, or empty
record GroupStart(Boundary boundary, List<Entry> entries, boolean cutOff, String failure) {
  GroupStart {
    entries = List.copyOf(entries);
  }

  /// @param state that of the newest whole checkpoint
  static GroupStart of(List<Entry> log, Boundary state) {
    long first = log.isEmpty() ? 0 : log.getFirst().index();
    if (state.index() == 0) {
      return first > 1 ? failed(state, first) : new GroupStart(state, log, false, "");
    }
    long last = log.isEmpty() ? 0 : log.getLast().index();
    if (first > state.index()) {
      return failed(state, first);
    }
    boolean there =
        last >= state.index() && log.get((int) (state.index() - first)).term() == state.term();
    if (!there) {
      return new GroupStart(state, List.of(), true, "");
    }
    Entry begin = log.getFirst();
    Boundary boundary = new Boundary(first, begin.term(), state.configuration());
    return new GroupStart(boundary, log.subList(1, log.size()), false, "");
  }

  private static GroupStart failed(Boundary state, long first) {
    return new GroupStart(
        state,
        List.of(),
        false,
        "no checkpoint that is whole goes as far as entry "
            + first
            + ", with which the log begins; start with an empty directory as a new member");
  }
}
