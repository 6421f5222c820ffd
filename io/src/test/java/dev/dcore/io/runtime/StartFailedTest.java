package dev.dcore.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.io.RealTime;
import dev.dcore.kernel.transport.Address;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that cannot start says why in one sentence, and leaves nothing behind.
final class StartFailedTest {
  @TempDir private Path directory;

  @Test
  void tcpPortInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertSentence(
          start(new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort())),
          "TCP port 127.0.0.1:" + taken.getLocalPort() + " is in use");
    }
  }

  @Test
  void udpPortInUse() throws IOException {
    InetAddress host = InetAddress.getLoopbackAddress();
    // A number that is free for TCP, or that would be refused first.
    try (ServerSocket free = new ServerSocket(0, 1, host);
        DatagramSocket taken = new DatagramSocket(free.getLocalPort(), host)) {
      InetSocketAddress bind = new InetSocketAddress(host, taken.getLocalPort());
      release(free);
      assertSentence(start(bind), "UDP port 127.0.0.1:" + bind.getPort() + " is in use");
    }
  }

  @Test
  void portOfAnotherNode() throws StartFailed {
    try (TestNode node = TestNode.start("n1", directory)) {
      InetSocketAddress taken = new InetSocketAddress(node.address().host(), node.address().port());
      assertSentence(start(taken), "is in use");
    }
  }

  @Test
  void failureLeavesNothingBehind() throws IOException, StartFailed {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      start(new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort()));
    }
    assertTrue(RealTime.await(() -> Threads.named("failing").isEmpty()), "a thread is left");
    // The directory is free again.
    TestNode.start("failing", directory).close();
  }

  @Test
  void directoryOfAnotherNode() throws StartFailed {
    try (TestNode node = TestNode.start("n1", directory)) {
      StartFailed failed = assertThrows(StartFailed.class, () -> TestNode.start("n1", directory));
      assertSentence(failed, "is in use by the node of process " + ProcessHandle.current().pid());
      assertTrue(RealTime.await(() -> node.seesAlive(1)), "the first node is unharmed");
    }
  }

  @Test
  void directoryThatCannotBeMade() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    StartFailed failed = assertThrows(StartFailed.class, () -> TestNode.start("n1", file));
    assertSentence(failed, "cannot be made");
  }

  @Test
  void everyAddressWithoutOneToAdvertise() {
    assertSentence(start(new InetSocketAddress(0)), "give an address to advertise");
  }

  @Test
  void addressOfAnotherMachine() {
    // RFC 5737: for documentation, so nobody's.
    assertSentence(start(new InetSocketAddress("192.0.2.1", 7000)), "cannot listen on TCP port");
  }

  @Test
  void nameThatIsNone() {
    StartFailed failed =
        assertThrows(StartFailed.class, () -> TestNode.start("two words", directory));
    assertSentence(failed, "a member's name has");
  }

  @Test
  void advertisedAddressIsWhatOthersSee() throws StartFailed {
    try (TestNode node =
        TestNode.start(
            "n1", directory, new InetSocketAddress(0), new Address("example.test", 7000))) {
      assertEquals(new Address("example.test", 7000), node.address());
      assertTrue(RealTime.await(() -> node.seesAlive(1)));
      assertEquals(node.address(), node.members().getFirst().address());
    }
  }

  private StartFailed start(InetSocketAddress bind) {
    return assertThrows(
        StartFailed.class, () -> TestNode.start("failing", directory, bind, null).close());
  }

  private static void release(ServerSocket socket) throws IOException {
    socket.close();
  }

  private static void assertSentence(StartFailed failed, String words) {
    String sentence = failed.getMessage();
    assertTrue(sentence.contains(words), sentence);
    assertFalse(sentence.contains("Exception"), sentence);
    assertFalse(sentence.contains("\n"), sentence);
  }
}
