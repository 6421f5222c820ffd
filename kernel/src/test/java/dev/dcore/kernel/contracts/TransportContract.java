package dev.dcore.kernel.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent;
import dev.dcore.kernel.transport.TransportEvent.DatagramReceived;
import dev.dcore.kernel.transport.TransportEvent.StreamClosed;
import dev.dcore.kernel.transport.TransportEvent.StreamReceived;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Transport] does. What it does when a consumer does not keep up is in
/// [BackPressureContract].
public abstract class TransportContract extends Contract<TransportHarness> {
  @Test
  void datagramArrivesWholeAndSaysFromWhere() {
    TransportEndpoint a = world.open();
    TransportEndpoint b = world.open();
    byte[] datagram = TestFrames.frame(7, 100);

    a.onLoop(port -> port.sendDatagram(b.address(), datagram));

    DatagramReceived received = firstDatagram(b);
    assertEquals(a.address(), received.from());
    assertArrayEquals(datagram, received.frame());
  }

  @Test
  void largestDatagramArrivesWhole() {
    TransportEndpoint a = world.open();
    TransportEndpoint b = world.open();
    byte[] datagram = TestFrames.frame(7, Transport.DATAGRAM_BYTES_MAX);

    a.onLoop(port -> port.sendDatagram(b.address(), datagram));

    assertArrayEquals(datagram, firstDatagram(b).frame());
  }

  @Test
  void datagramToNobodyIsLostAndNothingElse() {
    TransportEndpoint a = world.open();
    TransportEndpoint b = world.open();

    a.onLoop(port -> port.sendDatagram(world.deadAddress(), TestFrames.frame(1, 50)));
    a.onLoop(port -> port.sendDatagram(b.address(), TestFrames.frame(2, 50)));

    assertEquals(2, TestFrames.number(firstDatagram(b).frame()));
    assertEquals(List.of(), a.events());
  }

  @Test
  void framesOfOneStreamArriveInOrderEachOnce() {
    TransportEndpoint a = world.open();
    TransportEndpoint b = world.open();
    int count = 1_000;

    a.onLoop(
        port ->
            IntStream.range(0, count)
                .forEach(
                    i ->
                        port.sendStream(
                            b.address(), i, TestFrames.frame(i, 12 + (i * 37) % 5_000))));

    assertTrue(world.await(() -> b.frameCount() >= count), () -> "arrived: " + b.frameCount());
    assertEquals(IntStream.range(0, count).mapToLong(i -> i).boxed().toList(), b.numbers());
    assertEquals(
        1,
        b.events(StreamReceived.class).stream()
            .map(StreamReceived::inboundStream)
            .distinct()
            .count());
    List<byte[]> frames = b.frames();
    for (int i = 0; i < count; i++) {
      assertArrayEquals(TestFrames.frame(i, 12 + (i * 37) % 5_000), frames.get(i), "frame " + i);
    }
  }

  @Test
  void streamsOfTwoPeersAreApart() {
    TransportEndpoint a = world.open();
    TransportEndpoint b = world.open();
    TransportEndpoint c = world.open();

    a.onLoop(port -> port.sendStream(c.address(), 1, TestFrames.frame(1, 20)));
    b.onLoop(port -> port.sendStream(c.address(), 1, TestFrames.frame(2, 20)));

    assertTrue(world.await(() -> c.frameCount() == 2));
    List<StreamReceived> received = c.events(StreamReceived.class);
    assertNotEquals(received.get(0).inboundStream(), received.get(1).inboundStream());
  }

  @Test
  void streamsGoInBothDirections() {
    TransportEndpoint a = world.open();
    TransportEndpoint b = world.open();

    a.onLoop(port -> port.sendStream(b.address(), 1, TestFrames.frame(1, 20)));
    assertTrue(world.await(() -> b.frameCount() == 1));
    b.onLoop(port -> port.sendStream(a.address(), 1, TestFrames.frame(2, 20)));

    assertTrue(world.await(() -> a.frameCount() == 1));
    assertEquals(List.of(2L), a.numbers());
  }

  @Test
  void largestFramePasses() {
    TransportEndpoint a = world.open();
    TransportEndpoint b = world.open();
    byte[] largest = TestFrames.frame(1, Transport.STREAM_FRAME_BYTES_MAX);

    a.onLoop(
        port -> {
          port.sendStream(b.address(), 1, largest);
          port.sendStream(b.address(), 2, TestFrames.frame(2, 20));
        });

    assertTrue(world.await(() -> b.frameCount() == 2));
    assertArrayEquals(largest, b.frames().getFirst());
    assertEquals(List.of(1L, 2L), b.numbers());
  }

  @Test
  void unreachablePeerClosesTheStreamOnceForAllThatWasQueued() {
    TransportEndpoint a = world.open();
    Address nobody = world.deadAddress();

    a.onLoop(
        port -> {
          for (int i = 0; i < 10; i++) {
            port.sendStream(nobody, i, TestFrames.frame(i, 100));
          }
        });
    assertTrue(world.await(() -> a.closedCount() > 0));
    // The next frame opens a new stream, which fails as the first did; so if the first had said it
    // twice, there would be three.
    a.onLoop(port -> port.sendStream(nobody, 10, TestFrames.frame(10, 100)));

    assertTrue(world.await(() -> a.closedCount() >= 2));
    assertTrue(world.settle(a));
    assertEquals(2, a.closedCount());
    assertEquals(nobody, a.events(StreamClosed.class).getFirst().to());
    assertTrue(
        a.events(StreamClosed.class).stream().noneMatch(closed -> closed.reason().isBlank()));
  }

  @Test
  void crashedPeerClosesTheStreamAndTheNextFrameOpensAnother() {
    TransportEndpoint a = world.open();
    TransportEndpoint b = world.open();
    Address where = b.address();
    a.onLoop(port -> port.sendStream(where, 1, TestFrames.frame(1, 100)));
    assertTrue(world.await(() -> b.frameCount() == 1));

    b.crash();
    assertTrue(world.await(() -> a.closedCount() == 1));
    TransportEndpoint again = world.reopen(where);
    a.onLoop(port -> port.sendStream(where, 2, TestFrames.frame(2, 100)));

    assertTrue(world.await(() -> again.frameCount() == 1));
    assertEquals(List.of(2L), again.numbers());
    assertEquals(1, a.closedCount());
  }

  @Test
  void crashedPeersFramesAreConsumedWithoutHarm() {
    TransportEndpoint a = world.open();
    TransportEndpoint b = world.open();
    b.stall();
    a.onLoop(port -> port.sendStream(b.address(), 1, TestFrames.frame(1, 100)));
    assertTrue(world.await(() -> b.frameCount() == 1));

    a.crash();
    b.resume();

    TransportEndpoint c = world.open();
    c.onLoop(port -> port.sendStream(b.address(), 1, TestFrames.frame(2, 100)));
    assertTrue(world.await(() -> b.frameCount() == 2));
  }

  @Test
  void callsNeverCallBack() {
    TransportEndpoint a = world.open();
    TransportEndpoint b = world.open();
    Address nobody = world.deadAddress();
    byte[] large = TestFrames.frame(1, 1 << 20);
    int more = Transport.OUTBOX_BYTES_MAX / large.length + 2;

    a.onLoop(
        port -> {
          int before = a.eventCount();
          port.sendDatagram(a.address(), TestFrames.frame(1, 50));
          port.sendStream(b.address(), 1, TestFrames.frame(1, 50));
          port.sendStream(a.address(), 1, TestFrames.frame(1, 50));
          for (int i = 0; i < more; i++) {
            port.sendStream(nobody, i, large);
          }
          assertEquals(before, a.eventCount(), "a call to the transport called back");
        });

    // All of it comes later.
    assertTrue(world.await(() -> !a.events(DatagramReceived.class).isEmpty()));
    assertTrue(world.await(() -> !a.events(TransportEvent.StreamFull.class).isEmpty()));
    assertTrue(world.await(() -> a.closedCount() == 1));
    assertTrue(world.await(() -> a.frameCount() == 1));
    assertTrue(world.await(() -> b.frameCount() == 1));
  }

  private DatagramReceived firstDatagram(TransportEndpoint endpoint) {
    assertTrue(world.await(() -> !endpoint.events(DatagramReceived.class).isEmpty()));
    return endpoint.events(DatagramReceived.class).getFirst();
  }
}
