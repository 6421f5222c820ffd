package dev.dcore.kernel.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent.StreamFull;
import dev.dcore.kernel.transport.TransportEvent.StreamReceived;
import dev.dcore.kernel.transport.TransportEvent.StreamWritable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Transport] does when a consumer does not keep up: it holds a bounded number of bytes
/// and says so, and no frame that it took is lost.
public abstract class BackPressureContract {
  private static final int FRAME_BYTES = 64 << 10;

  /// A receiver notices that its window is full only after the read that filled it.
  private static final int READ_BYTES = 256 << 10;

  private TransportHarness net;
  private TransportEndpoint sender;
  private TransportEndpoint consumer;

  protected abstract TransportHarness harness();

  @BeforeEach
  void openHarness() {
    net = harness();
    sender = net.open();
    consumer = net.open();
  }

  @AfterEach
  void closeHarness() {
    net.close();
  }

  @Test
  void stalledConsumerStopsTheSenderWithinItsBounds() {
    consumer.stall();
    Set<Long> refused = sendTillRefused(consumer.address());

    long accepted = (frames() - refused.size()) * FRAME_BYTES;
    long bound =
        (long) Transport.OUTBOX_BYTES_MAX
            + Transport.WINDOW_BYTES
            + READ_BYTES
            + net.uncountedBytes();
    assertTrue(accepted <= bound, () -> accepted + " bytes were taken, more than " + bound);
    assertTrue(
        accepted >= Transport.OUTBOX_BYTES_MAX - FRAME_BYTES,
        () -> "only " + accepted + " bytes were taken, so the outbox was not used");
    long received = consumer.frames().stream().mapToLong(frame -> frame.length).sum();
    assertTrue(
        received <= Transport.WINDOW_BYTES + READ_BYTES,
        () -> received + " bytes were received past a window of " + Transport.WINDOW_BYTES);
  }

  @Test
  void resumedConsumerGetsAllThatWasTakenInOrder() {
    consumer.stall();
    Set<Long> refused = sendTillRefused(consumer.address());
    List<Long> taken =
        LongStream.range(0, frames()).boxed().filter(i -> !refused.contains(i)).toList();

    consumer.resume();

    assertTrue(
        net.await(() -> consumer.frameCount() == taken.size()),
        () -> consumer.frameCount() + " of " + taken.size() + " frames arrived");
    assertEquals(taken, consumer.frames().stream().map(TestFrames::number).toList());
  }

  @Test
  void senderHearsThatItMaySendAgain() {
    consumer.stall();
    Set<Long> refused = sendTillRefused(consumer.address());
    int before = sender.events(StreamWritable.class).size();

    consumer.resume();

    assertTrue(net.await(() -> sender.events(StreamWritable.class).size() > before));
    assertEquals(consumer.address(), sender.events(StreamWritable.class).getLast().to());
    sender.onLoop(
        port ->
            port.sendStream(
                consumer.address(), 1_000_000, TestFrames.frame(1_000_000, FRAME_BYTES)));
    long expected = frames() - refused.size() + 1;
    assertTrue(net.await(() -> consumer.frameCount() == expected));
  }

  @Test
  void writableComesOnceForEachTimeTheOutboxWasFull() {
    consumer.stall();
    sendTillRefused(consumer.address());
    consumer.resume();
    assertTrue(net.await(() -> !sender.events(StreamWritable.class).isEmpty()));

    // Full, writable, full, writable, ...: never two of a kind without the other between.
    boolean full = false;
    for (Object event : sender.events()) {
      if (event instanceof StreamFull) {
        full = true;
      } else if (event instanceof StreamWritable) {
        assertTrue(full, "writable, and it was not full");
        full = false;
      }
    }
  }

  @Test
  void stalledConsumerStopsNobodyElse() {
    TransportEndpoint other = net.open();
    consumer.stall();
    sendTillRefused(consumer.address());

    sender.onLoop(port -> port.sendStream(other.address(), 5, TestFrames.frame(5, 100)));
    sender.onLoop(port -> port.sendDatagram(consumer.address(), TestFrames.frame(6, 100)));
    other.onLoop(port -> port.sendStream(consumer.address(), 7, TestFrames.frame(7, 100)));

    assertTrue(net.await(() -> other.frameCount() == 1));
    assertTrue(
        net.await(
            () ->
                consumer.events(StreamReceived.class).stream()
                    .anyMatch(frame -> TestFrames.number(frame.frame()) == 7)));
  }

  @Test
  void frameAboveTheWindowIsTakenWhenNothingIsOwed() {
    consumer.stall();

    sender.onLoop(
        port ->
            port.sendStream(
                consumer.address(), 1, TestFrames.frame(1, Transport.WINDOW_BYTES * 3)));

    assertTrue(net.await(() -> consumer.frameCount() == 1));
  }

  /// Sends twice what can be held, a little at a time so that all of it gets full.
  ///
  /// @return the tickets that were refused
  private Set<Long> sendTillRefused(Address to) {
    int burst = 16;
    for (long first = 0; first < frames(); first += burst) {
      long from = first;
      sender.onLoop(
          port -> {
            for (long i = from; i < from + burst; i++) {
              port.sendStream(to, i, TestFrames.frame(i, FRAME_BYTES));
            }
          });
    }
    long least = frames() - heldFramesMax();
    assertTrue(
        net.await(() -> refusedTickets().size() >= least),
        () -> refusedTickets().size() + " frames were refused, fewer than " + least);
    settle();
    return refusedTickets();
  }

  /// The sender sends a frame to itself and waits for it: refusals on their way have come by then.
  private void settle() {
    int before = sender.frameCount();
    sender.onLoop(
        port -> port.sendStream(sender.address(), 0, TestFrames.frame(0, TestFrames.BYTES_MIN)));
    assertTrue(net.await(() -> sender.frameCount() > before));
  }

  private Set<Long> refusedTickets() {
    Set<Long> tickets = new TreeSet<>();
    sender.events(StreamFull.class).forEach(full -> tickets.add(full.ticket()));
    return tickets;
  }

  private long frames() {
    return heldFramesMax() * 2 / 16 * 16;
  }

  private long heldFramesMax() {
    return (Transport.OUTBOX_BYTES_MAX + Transport.WINDOW_BYTES + READ_BYTES + net.uncountedBytes())
        / FRAME_BYTES;
  }
}
