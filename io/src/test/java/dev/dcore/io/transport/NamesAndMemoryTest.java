package dev.dcore.io.transport;

import static dev.dcore.io.transport.RealNetwork.nativeBytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dcore.kernel.contracts.TestFrames;
import dev.dcore.kernel.contracts.TransportEndpoint;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent.DatagramReceived;
import dev.dcore.kernel.transport.TransportEvent.StreamClosed;
import dev.dcore.kernel.transport.TransportEvent.StreamFull;
import dev.dcore.kernel.transport.TransportEvent.StreamReceived;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What only the real network has: names to look up, and native memory.
final class NamesAndMemoryTest {
  private final RealNetwork net = new RealNetwork();

  @AfterEach
  void closeNetwork() {
    net.close();
  }

  @Test
  void peersAreReachedByName() {
    TransportEndpoint a = net.open();
    TransportEndpoint b = net.open();
    Address byName = new Address("localhost", b.address().port());

    a.onLoop(port -> port.sendStream(byName, 1, TestFrames.frame(1, 100)));

    assertTrue(net.await(() -> b.frameCount() == 1));
    // By now the name is known, so that a datagram goes out at once.
    a.onLoop(port -> port.sendDatagram(byName, TestFrames.frame(2, 100)));
    assertTrue(net.await(() -> !b.events(DatagramReceived.class).isEmpty()));
  }

  @Test
  void peersAreReachedByIpv6() throws IOException {
    InetAddress host = InetAddress.ofLiteral("::1");
    assumeTrue(NetworkInterface.getByInetAddress(host) != null, "this machine has no IPv6");
    TransportEndpoint a = net.open(new InetSocketAddress(host, 0));
    TransportEndpoint b = net.open(new InetSocketAddress(host, 0));
    assertEquals("::1", a.address().host());

    a.onLoop(port -> port.sendStream(b.address(), 1, TestFrames.frame(1, 100)));
    a.onLoop(port -> port.sendDatagram(b.address(), TestFrames.frame(2, 100)));

    assertTrue(net.await(() -> b.frameCount() == 1));
    assertTrue(net.await(() -> !b.events(DatagramReceived.class).isEmpty()));
    assertEquals(a.address(), b.events(DatagramReceived.class).getFirst().from());
  }

  @Test
  void streamsComeFromWhereTheNodeListens() {
    assumeTrue(Files.exists(Path.of("/proc/self")), "only Linux has all of 127.0.0.0/8");
    TransportEndpoint a = net.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
    TransportEndpoint b = net.open();

    a.onLoop(port -> port.sendStream(b.address(), 1, TestFrames.frame(1, 100)));

    assertTrue(net.await(() -> b.frameCount() == 1));
    assertEquals("127.0.0.2", b.events(StreamReceived.class).getFirst().from().host());
  }

  @Test
  void unknownNameClosesTheStreamAndSaysSo() {
    TransportEndpoint a = net.open();
    Address nowhere = new Address("no-such-host.invalid", 7000);

    a.onLoop(port -> port.sendStream(nowhere, 1, TestFrames.frame(1, 100)));

    assertTrue(net.await(() -> a.closedCount() == 1));
    StreamClosed closed = a.events(StreamClosed.class).getFirst();
    assertEquals(nowhere, closed.to());
    assertTrue(closed.reason().contains("is not known"), closed::reason);
  }

  @Test
  void fullOutboxHoldsLittleNativeMemory() {
    TransportEndpoint a = net.open();
    TransportEndpoint b = net.open();
    b.stall();
    long before = nativeBytes();
    byte[] frame = TestFrames.frame(1, 1 << 20);

    a.onLoop(
        port -> {
          for (int i = 0; i < 2 * Transport.OUTBOX_BYTES_MAX / frame.length; i++) {
            port.sendStream(b.address(), i, frame);
          }
        });

    assertTrue(net.await(() -> !a.events(StreamFull.class).isEmpty()));
    assertTrue(net.await(() -> b.frameCount() > 0));
    assertTrue(
        nativeBytes() - before < 4 << 20,
        () -> (nativeBytes() - before) + " bytes of native memory");
  }
}
