package dev.dcore.kernel.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent.StreamFull;
import dev.dcore.kernel.transport.TransportEvent.StreamWritable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Transport] does when a consumer does not keep up: it holds a bounded number of bytes
/// and says so, and no frame that it took is lost.
public abstract class BackPressureContract extends Contract<TransportHarness> {
  private static final int FRAME_BYTES = 64 << 10;

  /// A receiver notices that its window is full only after the read that filled it.
  private static final int READ_BYTES = 256 << 10;

  /// Frames that are sent in one turn of the loop.
  private static final int BURST_FRAMES = 16;

  private TransportEndpoint sender;
  private TransportEndpoint consumer;

  /// The most that can lie between a sender and a consumer that consumes nothing.
  private long heldBytesMax;

  /// Twice as many as can be held, in whole bursts.
  private long frames;

  @BeforeEach
  void openEndpoints() {
    sender = world.open();
    consumer = world.open();
    heldBytesMax =
        Transport.OUTBOX_BYTES_MAX + Transport.WINDOW_BYTES + READ_BYTES + world.uncountedBytes();
    frames = heldBytesMax / FRAME_BYTES * 2 / BURST_FRAMES * BURST_FRAMES;
  }

  @Test
  void stalledConsumerStopsTheSenderWithinItsBounds() {
    consumer.stall();
    Set<Long> refused = sendTillRefused();

    long accepted = (frames - refused.size()) * FRAME_BYTES;
    assertTrue(
        accepted <= heldBytesMax, () -> accepted + " bytes were taken, more than " + heldBytesMax);
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
    Set<Long> refused = sendTillRefused();
    List<Long> taken =
        LongStream.range(0, frames).boxed().filter(i -> !refused.contains(i)).toList();

    consumer.resume();

    assertTrue(
        world.await(() -> consumer.frameCount() == taken.size()),
        () -> consumer.frameCount() + " of " + taken.size() + " frames arrived");
    assertEquals(taken, consumer.numbers());
  }

  @Test
  void senderHearsThatItMaySendAgain() {
    consumer.stall();
    Set<Long> refused = sendTillRefused();
    int before = sender.events(StreamWritable.class).size();

    consumer.resume();

    assertTrue(world.await(() -> sender.events(StreamWritable.class).size() > before));
    assertEquals(consumer.address(), sender.events(StreamWritable.class).getLast().to());
    sender.onLoop(
        port ->
            port.sendStream(
                consumer.address(), 1_000_000, TestFrames.frame(1_000_000, FRAME_BYTES)));
    long expected = frames - refused.size() + 1;
    assertTrue(world.await(() -> consumer.frameCount() == expected));
  }

  @Test
  void writableComesOnceForEachTimeTheOutboxWasFull() {
    consumer.stall();
    sendTillRefused();
    consumer.resume();
    assertTrue(world.await(() -> !sender.events(StreamWritable.class).isEmpty()));

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
    TransportEndpoint other = world.open();
    consumer.stall();
    sendTillRefused();

    sender.onLoop(port -> port.sendStream(other.address(), 5, TestFrames.frame(5, 100)));
    sender.onLoop(port -> port.sendDatagram(consumer.address(), TestFrames.frame(6, 100)));
    other.onLoop(port -> port.sendStream(consumer.address(), 7, TestFrames.frame(7, 100)));

    assertTrue(world.await(() -> other.frameCount() == 1));
    assertTrue(world.await(() -> consumer.numbers().contains(7L)));
  }

  @Test
  void frameAboveTheWindowIsTakenWhenNothingIsOwed() {
    consumer.stall();

    sender.onLoop(
        port ->
            port.sendStream(
                consumer.address(), 1, TestFrames.frame(1, Transport.WINDOW_BYTES * 3)));

    assertTrue(world.await(() -> consumer.frameCount() == 1));
  }

  /// Sends twice what can be held, a little at a time so that all of it gets full.
  ///
  /// @return the tickets that were refused
  private Set<Long> sendTillRefused() {
    for (long first = 0; first < frames; first += BURST_FRAMES) {
      long from = first;
      sender.onLoop(
          port -> {
            for (long i = from; i < from + BURST_FRAMES; i++) {
              port.sendStream(consumer.address(), i, TestFrames.frame(i, FRAME_BYTES));
            }
          });
    }
    long least = frames - heldBytesMax / FRAME_BYTES;
    assertTrue(
        world.await(() -> refusedTickets().size() >= least),
        () -> refusedTickets().size() + " frames were refused, fewer than " + least);
    assertTrue(world.settle(sender));
    return refusedTickets();
  }

  private Set<Long> refusedTickets() {
    Set<Long> tickets = new TreeSet<>();
    sender.events(StreamFull.class).forEach(full -> tickets.add(full.ticket()));
    return tickets;
  }
}
