package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.state.Change;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.StateView;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// How far back replaced versions are kept: so many positions, and fewer when much was written at
/// them, since what is kept is memory that no other limit counts.
///
/// Commands of no more bytes than their share are bounded by the number of positions. What larger
/// ones have on top is summed up, and every [#MARKS]th part of the limit leaves a mark at its
/// position; the oldest mark is the horizon when there is one too many. So at most twice the limit
/// was written behind the horizon, and small commands write nothing for it.
///
/// ```text
/// offset  0       8
///         +-------+---------------------
///         | bytes | position:8 of marks     since the last mark; oldest first      (big endian)
///         +-------+---------------------
/// ```
final class Retention {
  private static final int MARKS = 8;
  private static final byte[] KEY = KeySpace.RETENTION.in(new byte[0]);

  private final long positionsMax;
  private final long bytesMax;
  private final Deque<Long> marks = new ArrayDeque<>();
  private long bytesSinceMark;
  private long horizon;

  /// @param positionsMax how many positions back
  /// @param bytesMax of commands above their share
  Retention(long positionsMax, long bytesMax) {
    this.positionsMax = positionsMax;
    this.bytesMax = bytesMax;
  }

  void load(StateView state) {
    marks.clear();
    bytesSinceMark = 0;
    horizon = 0;
    Entry found = state.get(KEY);
    if (found != null) {
      ByteBuffer in = ByteBuffer.wrap(found.value());
      bytesSinceMark = in.getLong();
      while (in.hasRemaining()) {
        marks.add(in.getLong());
      }
      Invariant.check(marks.size() <= MARKS, "marks are bounded");
    }
  }

  /// Up to where versions may be forgotten when a position has been applied.
  long horizon(long position) {
    return Math.max(horizon, Math.max(0, position - positionsMax));
  }

  /// Whether a command is so large that it has to be counted.
  boolean counts(int commandBytes) {
    return excess(commandBytes) > 0;
  }

  /// A command that counts is carried out.
  ///
  /// @return what is to be written with it
  Change count(long position, int commandBytes) {
    bytesSinceMark += excess(commandBytes);
    if (bytesSinceMark >= bytesMax / MARKS) {
      bytesSinceMark = 0;
      marks.add(position);
    }
    if (marks.size() > MARKS) {
      horizon = marks.remove();
    }
    ByteBuffer record = ByteBuffer.allocate((1 + marks.size()) * Long.BYTES);
    record.putLong(bytesSinceMark);
    marks.forEach(record::putLong);
    return new Change.Overwrite(KEY, record.array());
  }

  private long excess(int commandBytes) {
    return commandBytes - bytesMax / Math.max(1, positionsMax);
  }
}
