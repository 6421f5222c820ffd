package dev.dcore.sim.time;

import dev.dcore.kernel.base.Invariant;
import org.jspecify.annotations.Nullable;

/// The events of the next two seconds, which are nearly all: a calendar of short slots (Brown,
/// "Calendar queues", CACM 31(10), 1988), each a ring in order. To add one, take the first or take
/// one out costs the same however many wait.
@SuppressWarnings("ReferenceEquality") // an event equals none but itself
final class NearEvents {
  /// A slot is 33 microseconds long: in a cluster of 10,000 it holds about one event.
  private static final int SLOT_BITS = 15;

  /// So many slots are 2.1 seconds, more than a protocol period.
  private static final int SLOTS = 1 << 16;

  private static final int SLOT_MASK = SLOTS - 1;

  /// The first event of each slot, whose `previous` is the last.
  private final @Nullable Event[] slots = new Event[SLOTS];

  /// One bit for each slot that is not empty.
  private final long[] taken = new long[SLOTS / Long.SIZE];

  private int size;

  /// Whether an event at this time can be here.
  static boolean covers(long nowNanos, long atNanos) {
    return (atNanos >>> SLOT_BITS) - (nowNanos >>> SLOT_BITS) < SLOTS;
  }

  /// Behind all that are here at the same time.
  void add(Event event) {
    int slot = slotOf(event.atNanos);
    Event first = slots[slot];
    size++;
    if (first == null) {
      slots[slot] = event;
      taken[slot / Long.SIZE] |= 1L << slot;
      event.next = event;
      event.previous = event;
      return;
    }
    Event after = previous(first);
    while (after != first && after.atNanos > event.atNanos) {
      after = previous(after);
    }
    if (after == first && first.atNanos > event.atNanos) {
      slots[slot] = event;
      after = previous(first);
    }
    link(after, event);
  }

  void remove(Event event) {
    int slot = slotOf(event.atNanos);
    Event next = Invariant.present(event.next, "who waits has a neighbour");
    size--;
    if (next == event) {
      slots[slot] = null;
      taken[slot / Long.SIZE] &= ~(1L << slot);
    } else {
      Event previous = previous(event);
      previous.next = next;
      next.previous = previous;
      if (slots[slot] == event) {
        slots[slot] = next;
      }
    }
    event.next = null;
    event.previous = null;
  }

  /// The first event, none of which lies in the past, or null.
  @Nullable Event first(long nowNanos) {
    if (size == 0) {
      return null;
    }
    int from = slotOf(nowNanos);
    int word = from / Long.SIZE;
    long bits = taken[word] & (-1L << from);
    while (bits == 0) {
      word = (word + 1) % taken.length;
      bits = taken[word];
    }
    return slots[word * Long.SIZE + Long.numberOfTrailingZeros(bits)];
  }

  private static void link(Event after, Event event) {
    Event next = Invariant.present(after.next, "who waits has a neighbour");
    event.previous = after;
    event.next = next;
    after.next = event;
    next.previous = event;
  }

  private static Event previous(Event event) {
    return Invariant.present(event.previous, "who waits has a neighbour");
  }

  private static int slotOf(long atNanos) {
    return (int) (atNanos >>> SLOT_BITS) & SLOT_MASK;
  }
}
