package dev.dcore.sim.transport;

import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent;
import dev.dcore.sim.time.EventQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One stream: frames in order, each once, under a window; cut links stall it until it times out,
/// as TCP does.
final class SimStream {
  private static final long CONNECT_TIMEOUT_NANOS = Duration.ofSeconds(3).toNanos();
  private static final long STALL_TIMEOUT_NANOS = Duration.ofSeconds(10).toNanos();

  /// A lost segment costs its retransmission, which comes after twice the time each time (RFC 6298
  /// section 5; the least that Linux waits).
  private static final long RETRANSMIT_NANOS = Duration.ofMillis(200).toNanos();

  /// Before it knows the round trip, a sender waits longer (RFC 6298 section 2.1): so under loss a
  /// new stream is no quick detour.
  private static final long HANDSHAKE_RETRANSMIT_NANOS = Duration.ofSeconds(1).toNanos();

  private record Queued(long ticket, byte[] frame) {}

  private record InFlight(byte[] frame, long arrivesNanos) {}

  private enum State {
    CONNECTING,
    OPEN,
    CLOSED
  }

  private final SimNetwork network;
  private final EventQueue queue;
  private final Endpoint from;
  private final Address to;
  private final SimTransport.Draws draws;
  private final Consumer<SimStream> onClosed;
  private final long id;
  private final long openedNanos;
  private final Deque<Queued> outbox = new ArrayDeque<>();
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private State state = State.CONNECTING;
  private @Nullable Endpoint receiver;
  private int outboxBytes;
  private int unconsumedBytes;
  private boolean full;
  private long stalledSinceNanos = Long.MAX_VALUE;

  SimStream(
      SimNetwork network,
      Endpoint from,
      Address to,
      SimTransport.Draws draws,
      Consumer<SimStream> onClosed) {
    this.network = network;
    this.queue = network.queue();
    this.from = from;
    this.to = to;
    this.draws = draws;
    this.onClosed = onClosed;
    this.id = network.register(this);
    this.openedNanos = queue.nowNanos();
    network.tap().streamOpened(from.index());
    queue.in(network.profile().delayMinNanos(), this::connect);
  }

  long id() {
    return id;
  }

  Address to() {
    return to;
  }

  Endpoint from() {
    return from;
  }

  @Nullable Endpoint receiver() {
    return receiver;
  }

  void send(long ticket, byte[] frame) {
    if (outboxBytes + frame.length > Transport.OUTBOX_BYTES_MAX) {
      full = true;
      tell(new TransportEvent.StreamFull(to, ticket));
      return;
    }
    outbox.add(new Queued(ticket, frame));
    outboxBytes += frame.length;
    pump();
  }

  void consumed(int bytes) {
    queue.in(
        network.profile().delayMinNanos(),
        () -> {
          unconsumedBytes -= bytes;
          pump();
        });
  }

  /// Ends it from outside: an end of it is gone.
  void close(String reason) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    outbox.clear();
    inFlight.clear();
    network.forget(this);
    onClosed.accept(this);
    tell(new TransportEvent.StreamClosed(to, reason));
  }

  private void connect() {
    if (state != State.CONNECTING || senderGone()) {
      return;
    }
    Endpoint listener = network.at(to);
    int target = network.indexOf(to);
    if (target >= 0 && !bothWays(target)) {
      if (queue.nowNanos() - openedNanos >= CONNECT_TIMEOUT_NANOS) {
        close("connect timed out");
      } else {
        queue.in(RETRANSMIT_NANOS, this::connect);
      }
    } else if (listener == null) {
      close("connection refused");
    } else {
      receiver = listener;
      long roundTrip = 2 * network.delayNanos(from.index(), listener.index(), draws.jitter());
      queue.in(
          roundTrip + handshakeRetransmissions(listener),
          () -> {
            if (state == State.CONNECTING) {
              state = State.OPEN;
              pump();
            }
          });
    }
  }

  /// Hands frames to the network while the window has room.
  private void pump() {
    Endpoint target = receiver;
    if (state != State.OPEN || target == null || senderGone()) {
      return;
    }
    while (!outbox.isEmpty() && fitsWindow(outbox.getFirst().frame().length)) {
      byte[] frame = outbox.removeFirst().frame();
      outboxBytes -= frame.length;
      unconsumedBytes += frame.length;
      network.counters().countFrame(frame.length);
      network.tap().streamFrame(from.index(), target.index(), frame);
      long delay = network.delayNanos(from.index(), target.index(), draws.jitter());
      long retransmit = RETRANSMIT_NANOS;
      while (draws.loss().chance(network.loss(target.index()))
          && retransmit < STALL_TIMEOUT_NANOS) {
        delay += retransmit;
        retransmit *= 2;
      }
      inFlight.add(new InFlight(frame, queue.nowNanos() + delay));
      if (inFlight.size() == 1) {
        queue.in(delay, this::deliver);
      }
    }
    if (full && outboxBytes <= Transport.OUTBOX_BYTES_MAX / 2) {
      full = false;
      tell(new TransportEvent.StreamWritable(to));
    }
  }

  private boolean fitsWindow(int bytes) {
    return unconsumedBytes == 0 || unconsumedBytes + bytes <= Transport.WINDOW_BYTES;
  }

  private void deliver() {
    Endpoint target = receiver;
    if (state != State.OPEN || target == null || senderGone()) {
      return;
    }
    if (network.holdsMessages(from.address()) || network.holdsMessages(to)) {
      queue.in(RETRANSMIT_NANOS, this::deliver);
      return;
    }
    if (!bothWays(target.index())) {
      stalledSinceNanos = Math.min(stalledSinceNanos, queue.nowNanos());
      if (queue.nowNanos() - stalledSinceNanos >= STALL_TIMEOUT_NANOS) {
        close("timed out");
      } else {
        queue.in(RETRANSMIT_NANOS, this::deliver);
      }
      return;
    }
    stalledSinceNanos = Long.MAX_VALUE;
    if (!target.alive()) {
      close("connection reset");
      return;
    }
    InFlight head = inFlight.removeFirst();
    target.receive(new TransportEvent.StreamReceived(id, from.address(), head.frame()));
    if (state == State.OPEN && !inFlight.isEmpty()) {
      queue.at(Math.max(queue.nowNanos(), inFlight.getFirst().arrivesNanos()), this::deliver);
    }
  }

  /// Either side's half of the handshake can get lost; the one that called tries again.
  private long handshakeRetransmissions(Endpoint listener) {
    long waited = 0;
    long retransmit = HANDSHAKE_RETRANSMIT_NANOS;
    while (waited < CONNECT_TIMEOUT_NANOS
        && (draws.loss().chance(network.loss(listener.index()))
            || draws.loss().chance(network.loss(from.index())))) {
      waited += retransmit;
      retransmit *= 2;
    }
    return waited;
  }

  private boolean bothWays(int target) {
    return network.passes(from.index(), target) && network.passes(target, from.index());
  }

  /// What a machine without power had not sent is lost.
  private boolean senderGone() {
    if (!from.alive()) {
      close("the sender is gone");
    }
    return !from.alive();
  }

  /// Never within the sender's own call.
  private void tell(TransportEvent event) {
    queue.in(
        0,
        () -> {
          if (from.alive()) {
            from.receive(event);
          }
        });
  }
}
