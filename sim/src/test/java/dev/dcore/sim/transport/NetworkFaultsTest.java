package dev.dcore.sim.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.contracts.TestFrames;
import dev.dcore.kernel.contracts.TransportEndpoint;
import dev.dcore.kernel.transport.TransportEvent.DatagramReceived;
import dev.dcore.kernel.transport.TransportEvent.StreamClosed;
import dev.dcore.sim.contracts.VirtualNetwork;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the simulated network does to those who use it.
final class NetworkFaultsTest {
  private static final int MANY = 1_000;

  private final VirtualNetwork world = new VirtualNetwork();
  private final SimNetwork network = world.network();
  private final TransportEndpoint a = world.open();
  private final TransportEndpoint b = world.open();

  @Test
  void splitStallsAStreamThenTimesItOut() {
    openStream();
    network.split(sideOfA());
    a.onLoop(port -> port.sendStream(b.address(), 2, TestFrames.frame(2, 100)));

    world.pass(Duration.ofSeconds(9));
    assertEquals(0, a.closedCount(), "it did not wait");
    world.pass(Duration.ofSeconds(2));

    assertEquals("timed out", a.events(StreamClosed.class).getFirst().reason());
    assertEquals(1, b.frameCount());
  }

  @Test
  void streamGoesOnWhenASplitEndsInTime() {
    openStream();
    BitSet side = sideOfA();
    network.split(side);
    a.onLoop(port -> port.sendStream(b.address(), 2, TestFrames.frame(2, 100)));
    world.pass(Duration.ofSeconds(5));
    assertEquals(1, b.frameCount());

    network.rejoin(side);
    world.pass(Duration.ofSeconds(1));

    assertEquals(2, b.frameCount());
    assertEquals(0, a.closedCount());
  }

  @Test
  void newStreamAcrossASplitTimesOut() {
    network.split(sideOfA());
    a.onLoop(port -> port.sendStream(b.address(), 1, TestFrames.frame(1, 100)));

    world.pass(Duration.ofSeconds(2));
    assertEquals(0, a.closedCount());
    world.pass(Duration.ofSeconds(2));

    assertEquals("connect timed out", a.events(StreamClosed.class).getFirst().reason());
  }

  @Test
  void cutInOneDirectionLetsDatagramsPassInTheOther() {
    network.cut(0, 1);

    a.onLoop(port -> port.sendDatagram(b.address(), TestFrames.frame(1, 50)));
    b.onLoop(port -> port.sendDatagram(a.address(), TestFrames.frame(2, 50)));
    world.pass(Duration.ofSeconds(1));

    assertEquals(List.of(), b.events());
    assertEquals(1, a.eventCount());
    assertEquals(1, network.counters().cut());
  }

  @Test
  void datagramsAreLostAsOftenAsTheProfileSays() {
    network.profile(LinkProfile.CALM.withLoss(0.3));

    List<Long> arrived = sendMany();

    int lost = MANY - arrived.size();
    assertTrue(lost > 200 && lost < 400, () -> "lost: " + lost);
    assertEquals(lost, network.counters().lost());
  }

  @Test
  void datagramsArriveTwice() {
    network.profile(LinkProfile.CALM.withDuplication(0.3));

    List<Long> arrived = sendMany();

    assertEquals(MANY, arrived.stream().distinct().count());
    assertEquals(MANY + network.counters().duplicated(), arrived.size());
    assertTrue(network.counters().duplicated() > 200);
  }

  @Test
  void datagramsArriveOutOfOrder() {
    network.profile(LinkProfile.CALM.withReordering(0.3));

    List<Long> arrived = sendMany();

    assertNotEquals(arrived.stream().sorted().toList(), arrived);
    assertEquals(MANY, arrived.size());
  }

  @Test
  void lossDelaysStreamFramesAndLosesNone() {
    network.profile(LinkProfile.CALM.withLoss(0.5));

    a.onLoop(
        port ->
            IntStream.range(0, 20)
                .forEach(i -> port.sendStream(b.address(), i, TestFrames.frame(i, 100))));
    world.pass(Duration.ofMinutes(1));

    assertEquals(IntStream.range(0, 20).mapToObj(i -> (long) i).toList(), b.numbers());
  }

  private void openStream() {
    a.onLoop(port -> port.sendStream(b.address(), 1, TestFrames.frame(1, 100)));
    assertTrue(world.await(() -> b.frameCount() == 1));
  }

  /// One a millisecond, far apart from each other.
  private List<Long> sendMany() {
    for (int i = 0; i < MANY; i++) {
      int number = i;
      a.onLoop(port -> port.sendDatagram(b.address(), TestFrames.frame(number, 50)));
      world.pass(Duration.ofMillis(1));
    }
    world.pass(Duration.ofSeconds(1));
    return b.events(DatagramReceived.class).stream()
        .map(received -> TestFrames.number(received.frame()))
        .toList();
  }

  private static BitSet sideOfA() {
    BitSet side = new BitSet();
    side.set(0);
    return side;
  }
}
