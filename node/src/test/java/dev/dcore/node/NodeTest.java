package dev.dcore.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.Tracer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void twoNodesSeeEachOtherWithTheirTags() throws Exception {
    try (Node first = builder("n1").tags(Map.of("zone", "a")).start();
        Node second = builder("n2").seeds(first.address().toString()).start()) {
      assertTrue(first.cluster().awaitMembers(2, SOON));
      assertTrue(second.cluster().awaitMembers(2, SOON));
      assertEquals(
          Map.of("zone", "a"), second.cluster().member("n1").orElseThrow().metadata().asMap());
    }
  }

  @Test
  void whoLeavesIsSeenAsLeftAndStops() throws Exception {
    try (Node first = builder("n1").start();
        Node second = builder("n2").seeds(first.address().toString()).start()) {
      assertTrue(first.cluster().awaitMembers(2, SOON));
      assertTrue(second.cluster().awaitMembers(2, SOON));

      second.leave().get(SOON.toSeconds(), TimeUnit.SECONDS);

      assertTrue(sees(first, "n2", MemberState.LEFT));
      assertEquals(Phase.DOWN, second.phase());
    }
  }

  @Test
  void aListenerHearsOfAJoinAfterItsFirstSnapshot() throws Exception {
    BlockingQueue<MemberChange> heard = new LinkedBlockingQueue<>();
    try (Node first = builder("n1").start();
        Subscription _ = first.subscribe(heard::add)) {
      assertInstanceOf(MemberChange.Resync.class, heard.poll(20, TimeUnit.SECONDS));

      try (Node _ = builder("n2").seeds(first.address().toString()).start()) {
        MemberChange change = heard.poll(20, TimeUnit.SECONDS);

        MemberChange.Changed changed = assertInstanceOf(MemberChange.Changed.class, change);
        assertEquals(MemberEvent.Kind.JOINED, changed.event().kind());
        assertEquals("n2", changed.event().member().name());
      }
    }
  }

  @Test
  void aListenerThatThrowsHearsTheNextChange() throws Exception {
    BlockingQueue<MemberChange> heard = new LinkedBlockingQueue<>();
    try (Node node = builder("n1").start();
        Subscription _ =
            node.subscribe(
                change -> {
                  heard.add(change);
                  throw new IllegalStateException("on purpose");
                })) {
      heard.poll(20, TimeUnit.SECONDS);

      node.tags(Map.of("zone", "b"));

      assertInstanceOf(MemberChange.Changed.class, heard.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aRestartHasAHigherBootNumberAndTheSameId() throws Exception {
    Node before = builder("n1").start();
    var self = before.members().getFirst();
    before.halt();

    try (Node after = builder("n1").start()) {
      var again = after.members().getFirst();
      assertEquals(self.id(), again.id());
      assertEquals(Incarnation.boot(self.incarnation()) + 1, Incarnation.boot(again.incarnation()));
    }
  }

  @Test
  void anUnknownMemberHasNoExplanation() throws Exception {
    try (Node node = builder("n1").start()) {
      assertTrue(node.explain("nobody").get(20, TimeUnit.SECONDS).isEmpty());
    }
  }

  @Test
  void aNodeExplainsThatItHasNoEvidenceAboutItself() throws Exception {
    try (Node node = builder("n1").start()) {
      Explanation explanation = node.explain("n1").get(20, TimeUnit.SECONDS).orElseThrow();
      assertEquals(MemberState.ALIVE, explanation.state());
      assertTrue(explanation.own().isEmpty());
      assertFalse(explanation.note().isEmpty());
    }
  }

  @Test
  void membersTellEachOthersPlacesAndPaths() throws Exception {
    try (Node first = builder("n1").tags(Map.of("zone", "a")).start();
        Node second = builder("n2").seeds(first.address().toString()).start()) {
      assertTrue(first.cluster().awaitMembers(2, SOON));
      assertTrue(second.cluster().awaitMembers(2, SOON));

      Topology topology = first.cluster().topology().get(20, TimeUnit.SECONDS);
      assertEquals(List.of("", "a"), topology.places().stream().map(Topology.Place::zone).toList());
      assertEquals(1, topology.roundTrips().size());

      Reachability reachability = second.cluster().reachability().get(20, TimeUnit.SECONDS);
      assertEquals(Map.of(), reachability.silent());
      assertEquals(2, reachability.paths().size());
      assertEquals(List.of(), reachability.broken());

      RoundTrip roundTrip = first.cluster().roundTrip("n2", "n1").get(20, TimeUnit.SECONDS);
      assertTrue(roundTrip.estimated() != null && roundTrip.estimated() > 0, roundTrip::toString);
    }
  }

  @Test
  void anEventReachesEveryMemberOnce() throws Exception {
    try (Node first = builder("n1").start();
        Node second = builder("n2").seeds(first.address().toString()).start();
        ClusterEvents here = first.cluster().events();
        ClusterEvents there = second.cluster().events()) {
      assertTrue(first.cluster().awaitMembers(2, SOON));
      assertTrue(second.cluster().awaitMembers(2, SOON));
      assertNull(here.poll(Duration.ofMillis(50)));
      assertNull(there.poll(Duration.ofMillis(50)));

      first.cluster().sendEvent("deploy", "v2".getBytes(UTF_8)).get(20, TimeUnit.SECONDS);

      ClusterEvent sent = new ClusterEvent("deploy", "v2".getBytes(UTF_8), 1, "n1", false);
      assertEquals(sent, here.poll(SOON));
      assertEquals(sent, there.poll(SOON));

      second.cluster().sendLatest("deploy", "v3".getBytes(UTF_8)).get(20, TimeUnit.SECONDS);

      assertEquals(
          new ClusterEvent("deploy", "v3".getBytes(UTF_8), 2, "n2", true), here.poll(SOON));
      assertFalse(here.lost());
    }
  }

  @Test
  void anEventThatIsTooLargeIsRefused() throws Exception {
    try (Node node = builder("n1").start()) {
      ExecutionException refused =
          assertThrows(
              ExecutionException.class,
              () -> node.cluster().sendEvent("a", new byte[513]).get(20, TimeUnit.SECONDS));
      assertInstanceOf(EventRefused.class, refused.getCause());
    }
  }

  @Test
  void offLoopbackItRefusesUnlessToldThatThisIsInsecure() {
    NodeFailed refused =
        assertThrows(
            NodeFailed.class,
            () -> builder("n1").bind("0.0.0.0:0").advertise("127.0.0.1:7101").start());
    assertTrue(String.valueOf(refused.getMessage()).contains("insecure"), refused::toString);
  }

  @Test
  void twoNodesDoNotShareADirectory() throws Exception {
    try (Node _ = builder("n1").start()) {
      NodeFailed refused = assertThrows(NodeFailed.class, () -> builder("n1").start());
      assertTrue(
          String.valueOf(refused.getMessage()).contains(directory.toString()), refused::toString);
    }
  }

  @Test
  void whoFindsNoSeedSaysSo() throws Exception {
    try (Node node = builder("n1").seeds("127.0.0.1:1").start()) {
      NodeFailed late = assertThrows(NodeFailed.class, () -> node.awaitUp(Duration.ofMillis(50)));
      assertTrue(String.valueOf(late.getMessage()).contains("no seed"), late::toString);
    }
  }

  /// Its loop is held, and more commands wait for it than it takes.
  @Test
  void whoAsksAnOverloadedNodeIsToldSoAndChangesNothing() throws Exception {
    Semaphore held = new Semaphore(0);
    AtomicBoolean hold = new AtomicBoolean();
    CountDownLatch holding = new CountDownLatch(1);
    Tracer tracer =
        new Tracer() {
          @Override
          public void trace(long nowNanos, TraceEvent event) {
            if (hold.get()) {
              holding.countDown();
              held.acquireUninterruptibly();
            }
          }

          @Override
          public boolean wants(TraceEvent.Level level) {
            return true; // Each command is traced before it is carried out.
          }
        };
    try (Node node = builder("n1").tags(Map.of("zone", "a")).tracer(tracer).start()) {
      assertEquals(Map.of("zone", "a"), node.tags());
      node.tags(Map.of("zone", "b"));
      assertEquals(Map.of("zone", "b"), node.tags());
      hold.set(true);
      try {
        node.tags(Map.of("zone", "c"));
        assertTrue(holding.await(20, TimeUnit.SECONDS));
        assertThrows(
            IllegalStateException.class,
            () -> {
              while (true) {
                node.tags(Map.of("zone", "c"));
              }
            });

        assertThrows(IllegalStateException.class, node::members);
        assertThrows(
            IllegalStateException.class, () -> node.changeTags(Map.of("role", "db"), List.of()));
      } finally {
        hold.set(false);
        held.release(Integer.MAX_VALUE / 2);
      }
    }
  }

  @Test
  void aStoppedNodeKeepsItsLastMembersAndTakesNoTags() throws Exception {
    Node node = builder("n1").start();
    Node unasked = builder("n2").start();
    List<Member> last = node.members();
    node.halt();
    unasked.halt();

    assertEquals(last, node.members());
    assertEquals(List.of(), unasked.members());
    assertThrows(IllegalStateException.class, unasked::tags);
    assertThrows(
        IllegalStateException.class, () -> unasked.changeTags(Map.of("role", "db"), List.of()));
  }

  @Test
  void whoIsInterruptedWhileItStartsANodeLeavesNone() throws Exception {
    Semaphore held = new Semaphore(0);
    CountDownLatch started = new CountDownLatch(1);
    Tracer tracer =
        (_, _) -> {
          started.countDown();
          held.acquireUninterruptibly();
        };
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread starter =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    builder("n1").tracer(tracer).start();
                  } catch (NodeFailed | InterruptedException e) {
                    thrown.set(e);
                  }
                });
    assertTrue(started.await(20, TimeUnit.SECONDS));
    starter.interrupt();
    held.release(Integer.MAX_VALUE / 2);
    assertTrue(starter.join(SOON));

    assertInstanceOf(InterruptedException.class, thrown.get());
    builder("n1").start().halt();
  }

  private NodeBuilder builder(String name) {
    return Node.builder().name(name).dataDirectory(directory.resolve(name));
  }

  private static boolean sees(Node observer, String name, MemberState state) throws Exception {
    return observer
        .cluster()
        .await(
            members -> members.stream().anyMatch(m -> m.name().equals(name) && m.state() == state),
            SOON);
  }
}
