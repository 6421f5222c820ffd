package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;

/// What a leader knows of one other node's log.
final class Progress {
  /// How entries are sent to it.
  enum Mode {
    /// Where the logs meet is not known: one question at a time.
    PROBE,
    /// They met: entries are sent ahead of the answers.
    REPLICATE,
    /// It needs what is no longer in the log.
    SNAPSHOT
  }

  private record Flight(long last, long bytes) {}

  final NodeId peer;
  private final Deque<Flight> flights = new ArrayDeque<>();
  private Mode mode = Mode.PROBE;
  private long match;
  private long next;
  private long flightBytes;
  private boolean asked;
  private long heardNanos;
  private long movedNanos;
  private long round;

  Progress(NodeId peer, long next, long nowNanos) {
    this.peer = peer;
    this.next = next;
    this.heardNanos = nowNanos;
    this.movedNanos = nowNanos;
  }

  Mode mode() {
    return mode;
  }

  /// It has all up to here, durably.
  long match() {
    return match;
  }

  /// What is sent next.
  long next() {
    return next;
  }

  long heardNanos() {
    return heardNanos;
  }

  /// The last round of heartbeats that it answered.
  long round() {
    return round;
  }

  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  void answered(long answeredRound) {
    round = Math.max(round, answeredRound);
  }

  /// Whether a question may be asked.
  boolean mayAsk() {
    return mode == Mode.PROBE && !asked;
  }

  void asked() {
    asked = true;
  }

  /// The answer may be lost: it may be asked again.
  void askAgain() {
    asked = false;
  }

  boolean maySend(RaftConfig config) {
    return mode == Mode.REPLICATE
        && flights.size() < config.flightMessagesMax()
        && flightBytes < config.flightBytesMax();
  }

  void sent(long last, long bytes, long nowNanos) {
    if (flights.isEmpty()) {
      movedNanos = nowNanos;
    }
    flights.add(new Flight(last, bytes));
    flightBytes += bytes;
    next = last + 1;
  }

  /// Whether what was sent is not answered for too long.
  boolean stalled(long nowNanos, long patienceNanos) {
    return !flights.isEmpty() && nowNanos - movedNanos >= patienceNanos;
  }

  /// @return whether it is further than was known
  boolean matched(long index, long nowNanos) {
    while (!flights.isEmpty() && flights.getFirst().last() <= index) {
      flightBytes -= flights.removeFirst().bytes();
    }
    boolean more = index > match;
    movedNanos = nowNanos;
    match = Math.max(match, index);
    next = Math.max(next, match + 1);
    if (mode == Mode.PROBE) {
      mode = Mode.REPLICATE;
      next = match + 1;
      asked = false;
    }
    return more;
  }

  /// Asks anew where the logs meet.
  void probeFrom(long index) {
    mode = Mode.PROBE;
    next = Math.max(index, match + 1);
    asked = false;
    flights.clear();
    flightBytes = 0;
  }

  void needsSnapshot() {
    mode = Mode.SNAPSHOT;
    flights.clear();
    flightBytes = 0;
  }
}
