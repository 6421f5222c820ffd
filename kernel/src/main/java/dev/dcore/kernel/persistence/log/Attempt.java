package dev.dcore.kernel.persistence.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A segment that recovery made and that lacks something of what it repeats: that recovery did not
/// come to its end, or the segment was damaged since. Its header is intact, and tells what it read.
///
/// @param cut where it ends
/// @param torn whether there is anything behind that; else it may just not have been written
record Attempt(SegmentHeader header, Recovered.Truncated cut, boolean torn) {
  /// The one to blame when the log is incomplete, newest first; null when it is none of them.
  ///
  /// One that repeats more than the tip still holds read it from there when it was there, so the
  /// tip is to blame, or a later attempt that did come to its end.
  ///
  /// @param last what the tip still holds
  static @Nullable Attempt blamed(List<Attempt> attempts, long last) {
    for (Attempt attempt : attempts) {
      if (attempt.torn() && attempt.header().rewrittenThrough() <= last) {
        return attempt;
      }
    }
    return null;
  }

  LogEffect.Corrupt corrupt() {
    return new LogEffect.Corrupt(cut.file(), cut.offset(), cut.sequence(), cut.reason());
  }
}
