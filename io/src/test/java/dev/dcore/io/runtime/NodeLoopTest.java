package dev.dcore.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.io.RealTime;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.Outlet;
import dev.dcore.kernel.runtime.RuntimeTrace;
import dev.dcore.kernel.transport.Address;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a node ends: when it is closed, when it leaves, and when it finds a bug in itself.
final class NodeLoopTest {
  @TempDir private Path directory;

  @Test
  void closeLeavesNoThreadNoPortAndNoLock() throws Exception {
    TestNode node = TestNode.start("closing", directory);
    assertTrue(RealTime.await(() -> node.seesAlive(1)));
    Address address = node.address();

    node.stop();

    assertNothingIsLeft("closing", address);
    assertEquals("", node.failure());
  }

  @Test
  void closeTwiceIsCloseOnce() throws Exception {
    TestNode node = TestNode.start("closing", directory);
    node.stop();
    node.stop();
    assertNothingIsLeft("closing", node.address());
  }

  @Test
  void closeRightAfterStartWaitsForTheDisk() throws Exception {
    for (int i = 0; i < 20; i++) {
      TestNode.start("closing", directory).close();
    }
    assertTrue(RealTime.await(() -> Threads.named("closing").isEmpty()), "a thread is left");
  }

  @Test
  void outletMayClose() throws Exception {
    AtomicReference<NodeLoop> loop = new AtomicReference<>();
    TestNode node =
        TestNode.start(
            "closing",
            directory,
            delivery -> {
              if (delivery instanceof Delivery.PhaseChanged changed
                  && changed.phase() == Phase.DOWN) {
                loop.get().close();
              }
            });
    loop.set(node.loop());
    assertTrue(RealTime.await(() -> node.seesAlive(1)));

    node.loop().submit(new Command.Leave());

    assertNothingIsLeft("closing", node.address());
  }

  @Test
  void commandsAfterTheEndAreNotTaken() throws StartFailed {
    TestNode node = TestNode.start("closing", directory);
    assertTrue(node.loop().submit(new Command.ListMembers(1)));
    node.stop();
    assertFalse(node.loop().submit(new Command.ListMembers(2)));
  }

  @Test
  void commandsAboveTheBoundAreNotTaken() throws StartFailed {
    AtomicBoolean holdsTheLoop = new AtomicBoolean();
    AtomicBoolean released = new AtomicBoolean();
    Outlet slow =
        delivery -> {
          holdsTheLoop.set(true);
          RealTime.await(released::get);
        };
    try (TestNode node = TestNode.start("slow", directory, slow)) {
      assertTrue(RealTime.await(holdsTheLoop::get));
      for (int i = 0; i < NodeLoop.COMMANDS_MAX; i++) {
        assertTrue(node.loop().submit(new Command.ListMembers(i)));
      }
      assertFalse(node.loop().submit(new Command.ListMembers(1)));

      released.set(true);
      assertTrue(RealTime.await(() -> node.loop().submit(new Command.ListMembers(2))));
    } finally {
      released.set(true);
    }
  }

  @Test
  void bugStopsTheNodeLoudly() throws Exception {
    TestNode node =
        TestNode.start(
            "buggy",
            directory,
            delivery -> {
              if (delivery instanceof Delivery.Members) {
                throw new IllegalStateException("a bug for this test");
              }
            });
    assertTrue(RealTime.await(() -> node.phase() == Phase.UP));

    node.loop().submit(new Command.ListMembers(1));

    assertTrue(RealTime.await(() -> Threads.named("buggy").isEmpty()));
    assertTrue(node.failure().contains("a bug for this test"), node.failure());
    assertEquals(1, node.deliveries().stream().filter(Delivery.Failed.class::isInstance).count());
    assertTrue(node.traces().stream().anyMatch(RuntimeTrace.Halted.class::isInstance));
    assertNothingIsLeft("buggy", node.address());
  }

  @Test
  void leaveEndsDown() throws StartFailed {
    try (TestNode node = TestNode.start("n1", directory)) {
      assertTrue(RealTime.await(() -> node.seesAlive(1)));
      node.loop().submit(new Command.Leave());
      assertTrue(RealTime.await(() -> node.phase() == Phase.DOWN));
    }
  }

  private void assertNothingIsLeft(String name, Address address) throws IOException, StartFailed {
    // A thread that has done its last may still be about to end.
    assertTrue(RealTime.await(() -> Threads.named(name).isEmpty()), "a thread is left");
    InetAddress host = InetAddress.ofLiteral(address.host());
    new ServerSocket(address.port(), 1, host).close();
    new DatagramSocket(address.port(), host).close();
    TestNode.start(name, directory).close();
  }
}
