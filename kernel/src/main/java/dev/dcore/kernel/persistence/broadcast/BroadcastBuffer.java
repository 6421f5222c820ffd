package dev.dcore.kernel.persistence.broadcast;

import dev.dcore.kernel.base.Invariant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The window of the most recent messages, bounded in number and in bytes, which any number of
/// subscribers read, each with its own [Cursor]. They cost no memory here, and none of them can
/// hold up the publisher or the others.
///
/// ```text
///            oldest                end
///              |                    |
///   forgotten  [  window            )      positions, each one message
///        ^           ^
///      cursor:      cursor:
///      Gap          Messages
/// ```
///
/// A message leaves the window when a later one needs its place. A message that alone is larger
/// than the window passes through and leaves it empty: who had not read up to it hears of a gap.
/// Confined to one thread, or to whoever holds the owner's lock.
public final class BroadcastBuffer<M> {
  /// Most windows never fill up, so places are made when needed.
  private static final int PLACES_AT_FIRST = 16;

  private final long epoch;
  private final int countMax;
  private final long bytesMax;
  private @Nullable Object[] messages;
  private int[] sizes;
  private long oldest;
  private long end;
  private long bytes;

  /// @param epoch tells this life of the publisher from its others
  /// @param countMax how many messages are kept
  /// @param bytesMax how many bytes of messages are kept
  public BroadcastBuffer(long epoch, int countMax, long bytesMax) {
    Invariant.check(countMax > 0 && bytesMax > 0, "a window has room for something");
    this.epoch = epoch;
    this.countMax = countMax;
    this.bytesMax = bytesMax;
    int places = Math.min(countMax, PLACES_AT_FIRST);
    this.messages = new @Nullable Object[places];
    this.sizes = new int[places];
  }

  /// Adds a message, and forgets the oldest ones that no longer fit.
  ///
  /// @param size of the message in bytes
  /// @return the cursor of whoever has seen it and all before it
  public Cursor append(M message, int size) {
    Invariant.check(size >= 0, "a message has a size");
    while (oldest < end && (end - oldest >= countMax || bytes + size > bytesMax)) {
      forgetOldest();
    }
    if (size > bytesMax) {
      oldest = end + 1;
    } else {
      makePlace();
      int place = place(end);
      messages[place] = message;
      sizes[place] = size;
      bytes += size;
    }
    end++;
    return end();
  }

  /// The cursor of the oldest message that is kept, or [#end] when none is.
  public Cursor oldest() {
    return new Cursor(epoch, oldest);
  }

  /// The cursor of the message that comes next: where to read on after a snapshot of now.
  public Cursor end() {
    return new Cursor(epoch, end);
  }

  /// How many bytes of messages are kept.
  public long bytes() {
    return bytes;
  }

  /// What there is at a cursor, which may come from outside: one that was never given out meets a
  /// gap as well.
  ///
  /// @param max how many messages at most
  public Reading<M> read(Cursor cursor, int max) {
    Invariant.check(max > 0, "a reading has room for something");
    long from = cursor.position();
    if (cursor.epoch() != epoch || from < oldest || from > end) {
      return new Reading.Gap<>(cursor, oldest());
    }
    long until = Math.min(end, from + max);
    List<M> found = new ArrayList<>((int) (until - from));
    for (long position = from; position < until; position++) {
      found.add(message(position));
    }
    return new Reading.Messages<>(found, new Cursor(epoch, until));
  }

  private void forgetOldest() {
    int place = place(oldest);
    messages[place] = null;
    bytes -= sizes[place];
    oldest++;
  }

  private void makePlace() {
    int places = messages.length;
    int kept = (int) (end - oldest);
    if (kept < places) {
      return;
    }
    int grown = (int) Math.min(countMax, 2L * places);
    @Nullable Object[] before = messages;
    int[] sizesBefore = sizes;
    messages = new @Nullable Object[grown];
    sizes = new int[grown];
    for (long position = oldest; position < end; position++) {
      int from = (int) (position % places);
      messages[place(position)] = before[from];
      sizes[place(position)] = sizesBefore[from];
    }
  }

  private int place(long position) {
    return (int) (position % messages.length);
  }

  // Only what append took lies in the places between oldest and end.
  @SuppressWarnings("unchecked")
  private M message(long position) {
    return (M) Invariant.present(messages[place(position)], "the window has no holes");
  }
}
