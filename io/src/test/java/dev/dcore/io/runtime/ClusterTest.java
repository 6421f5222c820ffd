package dev.dcore.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.io.RealTime;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.RuntimeTrace;
import dev.dcore.kernel.transport.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes of one process on real sockets see each other come and go.
final class ClusterTest {
  private static final Set<Object> FORGIVEN =
      Set.of(MemberEvent.Kind.SUSPECTED, MemberEvent.Kind.REFUTED, MemberEvent.Kind.UPDATED);

  @TempDir private Path directory;

  @Test
  void nodesSeeEachOtherAndTheDeathOfOne() throws StartFailed {
    try (TestNode n1 = TestNode.start("n1", directory);
        TestNode n2 = TestNode.start("n2", directory, n1.address());
        TestNode n3 = TestNode.start("n3", directory, n1.address())) {
      assertTrue(RealTime.await(() -> n1.seesAlive(3) && n2.seesAlive(3) && n3.seesAlive(3)));

      n3.stop();

      assertTrue(RealTime.await(() -> n1.sees("n3", MemberState.DEAD)));
      assertTrue(RealTime.await(() -> n2.sees("n3", MemberState.DEAD)));
    }
  }

  @Test
  void strangersNoiseDisturbsNobody() throws StartFailed, IOException {
    try (TestNode n1 = TestNode.start("n1", directory);
        TestNode n2 = TestNode.start("n2", directory, n1.address());
        DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertTrue(RealTime.await(() -> n1.seesAlive(2) && n2.seesAlive(2)));
      int before = n1.deliveries().size();
      InetSocketAddress target = new InetSocketAddress(n1.address().host(), n1.address().port());
      Random random = new Random(7);

      for (int i = 0; i < 1_000; i++) {
        byte[] noise = new byte[random.nextInt(Transport.DATAGRAM_BYTES_MAX)];
        random.nextBytes(noise);
        if (noise.length > 4 && i % 2 == 0) {
          // As long as it says, so that it is looked at more closely.
          ByteBuffer.wrap(noise).putInt(noise.length);
        }
        stranger.send(new DatagramPacket(noise, noise.length, target));
        if (i % 20 == 0) {
          try (Socket stream = new Socket(target.getAddress(), target.getPort())) {
            stream.getOutputStream().write(noise);
          }
        }
      }
      // Longer than a suspicion would take.
      RealTime.pass(Duration.ofSeconds(2));

      assertTrue(n1.traces().stream().anyMatch(RuntimeTrace.FrameDropped.class::isInstance));
      assertTrue(RealTime.await(() -> n1.seesAlive(2) && n2.seesAlive(2)));
      // A busy machine may be late to answer a probe, and refutes; nothing else is forgiven.
      assertEquals(
          List.of(),
          n1.deliveries().stream()
              .skip(before)
              .filter(delivery -> !(delivery instanceof Delivery.Members))
              .filter(delivery -> !FORGIVEN.contains(kind(delivery)))
              .toList());
    }
  }

  @Test
  void restartedNodeIsTheSameMemberWithAHigherIncarnation() throws StartFailed {
    try (TestNode n1 = TestNode.start("n1", directory);
        TestNode n2 = TestNode.start("n2", directory, n1.address())) {
      assertTrue(RealTime.await(() -> n1.seesAlive(2)));
      Member before = n1.members().getLast();
      n2.stop();
      assertTrue(RealTime.await(() -> n1.sees("n2", MemberState.DEAD)));

      try (TestNode again = TestNode.start("n2", directory, n1.address())) {
        assertTrue(RealTime.await(() -> n1.seesAlive(2) && again.seesAlive(2)));
        Member after = n1.members().getLast();
        assertEquals(before.id(), after.id());
        assertTrue(after.incarnation() > before.incarnation());
      }
    }
  }

  private static Object kind(Delivery delivery) {
    return delivery instanceof Delivery.MemberChanged changed ? changed.event().kind() : delivery;
  }
}
