package dev.dcore.sim.time;

import org.jspecify.annotations.Nullable;

/// Something that will happen. It is its own place in the queue, so that to schedule it again, or
/// to take it back, allocates nothing and searches nothing. It waits in one queue at most.
public abstract class Event {
  /// Where it waits.
  enum Place {
    NOWHERE,
    NEAR,
    FAR
  }

  Place place = Place.NOWHERE;
  long atNanos;
  long sequence;

  /// Its neighbours in the ring of its slot, when it waits near.
  @Nullable Event next;

  @Nullable Event previous;

  /// What happens. It no longer waits then, and may be scheduled again.
  protected abstract void run();

  /// Whether it waits in a queue.
  public final boolean scheduled() {
    return place != Place.NOWHERE;
  }

  final boolean before(Event other) {
    return atNanos != other.atNanos ? atNanos < other.atNanos : sequence < other.sequence;
  }
}
