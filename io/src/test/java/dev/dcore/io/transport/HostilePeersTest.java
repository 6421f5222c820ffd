package dev.dcore.io.transport;

import static dev.dcore.io.transport.RealNetwork.nativeBytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.contracts.TestFrames;
import dev.dcore.kernel.contracts.TransportEndpoint;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent.DatagramReceived;
import dev.dcore.kernel.transport.TransportEvent.StreamClosed;
import dev.dcore.kernel.transport.TransportEvent.StreamReceived;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a stranger sends, it costs the stranger's connection and nothing else.
final class HostilePeersTest {
  private static final int SOCKET_TIMEOUT_MILLIS = 20_000;

  private final RealNetwork net = new RealNetwork();
  private TransportEndpoint victim;
  private TransportEndpoint friend;

  @BeforeEach
  void openEndpoints() {
    victim = net.open();
    friend = net.open();
    friend.onLoop(port -> port.sendStream(victim.address(), 1, TestFrames.frame(1, 100)));
    assertTrue(net.await(() -> victim.frameCount() == 1));
  }

  @AfterEach
  void closeEndpoints() {
    net.close();
  }

  @Test
  void garbageClosesItsConnectionAndNothingElse() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      try (Socket stranger = connect()) {
        byte[] garbage = new byte[4_096];
        new Random(seed).nextBytes(garbage);
        // A first byte of 1 or more is a length above the bound.
        garbage[0] |= 0x40;
        stranger.getOutputStream().write(garbage);
        assertClosed(stranger);
      }
    }
    assertFriendIsUnharmed();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        3,
        -1,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        Transport.STREAM_FRAME_BYTES_MAX + 1
      })
  void lengthOutOfBoundsClosesTheConnectionAndAllocatesNothing(int length) throws IOException {
    long before = nativeBytes();
    try (Socket stranger = connect()) {
      stranger.getOutputStream().write(ByteBuffer.allocate(4).putInt(length).array());
      assertClosed(stranger);
    }
    assertTrue(nativeBytes() - before < 1 << 20, () -> "native bytes: " + nativeBytes());
    assertFriendIsUnharmed();
  }

  @Test
  void promisedLengthAllocatesNothingUntilTheBytesCome() throws IOException {
    long before = nativeBytes();
    List<Socket> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        Socket stranger = connect();
        strangers.add(stranger);
        stranger
            .getOutputStream()
            .write(ByteBuffer.allocate(8).putInt(Transport.STREAM_FRAME_BYTES_MAX).array());
      }
      assertFriendIsUnharmed();
      assertTrue(nativeBytes() - before < 1 << 20, () -> "native bytes: " + nativeBytes());
    } finally {
      closeAll(strangers);
    }
  }

  @Test
  void framesThatNeverEndAreBoundedOverAllStreams() throws IOException {
    byte[] most = TestFrames.frame(1, Transport.STREAM_FRAME_BYTES_MAX);
    int count = (int) (NettyTransport.PARTIAL_BYTES_MAX / most.length) + 2;
    List<Socket> strangers = new ArrayList<>();
    int refused = 0;
    try {
      for (int i = 0; i < count; i++) {
        Socket stranger = connect();
        strangers.add(stranger);
        try {
          stranger.getOutputStream().write(most, 0, most.length - 1);
        } catch (SocketException e) {
          refused++;
        }
      }
      // The last bytes of the last may still be under way.
      assertTrue(refused > 0 || closed(strangers.getLast()));
      assertFriendIsUnharmed();
    } finally {
      closeAll(strangers);
    }
  }

  @Test
  void framesThatWereCutOffAreNotHeldAgainstAnybody() throws IOException {
    byte[] most = TestFrames.frame(1, Transport.STREAM_FRAME_BYTES_MAX);
    long rounds = 2 * NettyTransport.PARTIAL_BYTES_MAX / most.length;
    for (int i = 0; i < rounds; i++) {
      try (Socket stranger = connect()) {
        stranger.getOutputStream().write(most, 0, most.length - 1);
        stranger.shutdownOutput();
        assertClosed(stranger);
      }
    }
    friend.onLoop(port -> port.sendStream(victim.address(), 1, most));
    assertTrue(net.await(() -> victim.frames().getLast().length == most.length));
    assertFriendIsUnharmed();
  }

  @Test
  void streamsAboveTheBoundAreClosedAsTheyComeAndLaterOnesAreTaken() throws IOException {
    List<Socket> strangers = new ArrayList<>();
    try {
      // The friend has one.
      for (int i = 0; i < NettyTransport.INBOUND_STREAMS_MAX - 1; i++) {
        strangers.add(connect());
      }
      try (Socket oneMore = connect()) {
        assertClosed(oneMore);
      }
      assertFriendIsUnharmed();
    } finally {
      closeAll(strangers);
    }
    TransportEndpoint late = net.open();
    // The victim may not have seen yet that the strangers went, so the first stream may be closed.
    assertTrue(
        net.await(
            () -> {
              late.onLoop(port -> port.sendStream(victim.address(), 1, TestFrames.frame(7, 100)));
              return victim.numbers().contains(7L);
            }));
  }

  @Test
  void datagramsOfAnySizeAndContentHarmNothing() throws IOException {
    try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Random random = new Random(7);
      int tooLarge = 0;
      for (int size : new int[] {0, 1, 3, 59, 1_400, 1_401, 2_048, 2_049, 9_000, 60_000}) {
        byte[] garbage = new byte[size];
        random.nextBytes(garbage);
        stranger.send(new DatagramPacket(garbage, size, socketAddress(victim.address())));
        tooLarge += size > Transport.DATAGRAM_BYTES_MAX ? 1 : 0;
      }
      friend.onLoop(port -> port.sendDatagram(victim.address(), TestFrames.frame(5, 100)));
      int expected = 10 - tooLarge + 1;
      assertTrue(net.await(() -> victim.events(DatagramReceived.class).size() >= expected));
      assertEquals(expected, victim.events(DatagramReceived.class).size());
    }
    assertFriendIsUnharmed();
  }

  @Test
  void peerThatAnswersOnAOneWayStreamLosesIt() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Address to = new Address(server.getInetAddress().getHostAddress(), server.getLocalPort());
      victim.onLoop(port -> port.sendStream(to, 1, TestFrames.frame(1, 100)));
      try (Socket accepted = server.accept()) {
        accepted.getOutputStream().write(1);
        assertTrue(net.await(() -> victim.closedCount() == 1));
      }
    }
    assertTrue(
        victim.events(StreamClosed.class).getFirst().reason().contains("goes the other way"));
    assertFriendIsUnharmed();
  }

  /// A stream that was open before still carries frames, and it is the same one.
  private void assertFriendIsUnharmed() {
    long number = victim.frameCount() + 1_000L;
    friend.onLoop(port -> port.sendStream(victim.address(), 1, TestFrames.frame(number, 100)));
    assertTrue(net.await(() -> victim.numbers().contains(number)));
    List<StreamReceived> received = victim.events(StreamReceived.class);
    assertEquals(received.getFirst().inboundStream(), received.getLast().inboundStream());
    assertEquals(0, friend.closedCount());
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(socketAddress(victim.address()));
    socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
    return socket;
  }

  private static void assertClosed(Socket socket) throws IOException {
    assertTrue(closed(socket), "the connection is still open");
  }

  /// Waits until the other side closes.
  private static boolean closed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      // Reset, since it was closed with bytes unread.
      return true;
    }
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static InetSocketAddress socketAddress(Address address) {
    return new InetSocketAddress(address.host(), address.port());
  }
}
