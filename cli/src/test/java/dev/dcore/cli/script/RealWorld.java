package dev.dcore.cli.script;

import dev.dcore.io.runtime.NodeLoop;
import dev.dcore.io.runtime.SeedSources;
import dev.dcore.io.runtime.StartFailed;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.swim.SuspicionConfig;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.monitoring.Tracer;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.transport.Address;
import dev.dcore.sim.script.ScriptFailed;
import dev.dcore.sim.script.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A script's world on real sockets and files: each node has its loop in this JVM, on loopback. A
/// paused node's loop stands still in the middle of a delivery.
final class RealWorld implements World {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
  private static final long LOOK_AGAIN_NANOS = 2_000_000;
  private static final long PAUSE_TICKET = -1;
  private static final long ASK_TICKET = 1;

  /// Ten times as fast as the defaults, but for the suspicion: the machine may be busy.
  private static final SwimConfig FAST =
      SwimConfig.DEFAULT.faster(10).with(SuspicionConfig.fixed(30));

  private final Path directory;
  private final Map<String, RealNode> nodes = new LinkedHashMap<>();

  RealWorld(Path directory) {
    this.directory = directory;
  }

  @Override
  public void start(String name) {
    RealNode node = nodes.computeIfAbsent(name, RealNode::new);
    node.start(nodes.values().iterator().next().address);
  }

  @Override
  public void startAlone(String name) {
    nodes.computeIfAbsent(name, RealNode::new).start(null);
  }

  @Override
  public void join(String name, String member) {
    node(name).loop.submit(new Command.Join(node(member).address));
  }

  @Override
  public void kill(String name) {
    node(name).stop();
  }

  @Override
  public void pause(String name) {
    node(name).pause();
  }

  @Override
  public void resume(String name) {
    node(name).resume();
  }

  @Override
  public void leave(String name) {
    RealNode node = node(name);
    node.loop.submit(new Command.Leave());
    if (!await(() -> node.phase == Phase.DOWN, ANSWER_MAX)) {
      throw new ScriptFailed(name + " does not end");
    }
    node.stop();
  }

  @Override
  public void wipe(String name) {
    try (Stream<Path> files = Files.walk(directory.resolve(name))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void drain(String name) {
    node(name).loop.submit(new Command.Drain(ASK_TICKET, true));
  }

  @Override
  public void forceLeave(String name, String member) {
    node(name).loop.submit(new Command.ForceLeave(ASK_TICKET, member));
  }

  @Override
  public void tag(String name, String key, String value) {
    RealNode node = node(name);
    node.tags.put(key, value);
    node.loop.submit(new Command.SetMetadata(Metadata.of(node.tags)));
  }

  @Override
  public List<String> awake() {
    return nodes.values().stream()
        .filter(node -> node.loop != null && node.gate == null)
        .map(node -> node.name)
        .toList();
  }

  @Override
  public List<Member> members(String name) {
    return node(name).ask(new Command.ListMembers(ASK_TICKET), Delivery.Members.class).members();
  }

  @Override
  public Delivery.Explained explain(String name, String member) {
    return node(name).ask(new Command.Explain(ASK_TICKET, member), Delivery.Explained.class);
  }

  @Override
  public boolean await(BooleanSupplier condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return true;
  }

  @Override
  public void pass(Duration time) {
    await(() -> false, time);
  }

  @Override
  public Faults faults() {
    return new Faults.None();
  }

  /// Real time gives no trace that could be compared.
  @Override
  public List<String> happened() {
    return List.of();
  }

  @Override
  public void close() {
    nodes.values().forEach(RealNode::stop);
  }

  private RealNode node(String name) {
    RealNode node = nodes.get(name);
    if (node == null) {
      throw new ScriptFailed(name + " was never started");
    }
    return node;
  }

  private final class RealNode {
    private final String name;
    private final Map<String, String> tags = new TreeMap<>();
    private final BlockingQueue<Delivery> answers = new LinkedBlockingQueue<>();
    private Address address;
    private NodeLoop loop;
    private volatile Phase phase = Phase.DOWN;
    private volatile CountDownLatch gate;
    private volatile CountDownLatch atGate;

    RealNode(String name) {
      this.name = name;
    }

    void start(Address first) {
      phase = Phase.STARTING;
      int port = address == null ? 0 : address.port();
      try {
        loop =
            NodeLoop.start(
                new NodeLoop.Options(
                    "scripted",
                    name,
                    Metadata.EMPTY,
                    new SeedSources(
                        first == null ? List.of() : List.of(first), List.of(), List.of()),
                    FAST,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    null,
                    directory.resolve(name),
                    null,
                    Tracer.NONE,
                    this::onDelivery));
        address = loop.address();
      } catch (StartFailed e) {
        throw new ScriptFailed(name + " does not start: " + e.getMessage());
      }
    }

    void stop() {
      resume();
      if (loop != null) {
        loop.close();
        loop = null;
      }
    }

    void pause() {
      atGate = new CountDownLatch(1);
      gate = new CountDownLatch(1);
      loop.submit(new Command.ListMembers(PAUSE_TICKET));
      try {
        if (!atGate.await(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS)) {
          throw new ScriptFailed(name + " does not stand still");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void resume() {
      CountDownLatch closed = gate;
      gate = null;
      if (closed != null) {
        closed.countDown();
      }
    }

    <T extends Delivery> T ask(Command command, Class<T> answer) {
      answers.clear();
      loop.submit(command);
      try {
        Delivery delivery = answers.poll(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
        if (delivery == null) {
          throw new ScriptFailed(name + " does not answer");
        }
        return answer.cast(delivery);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void onDelivery(Delivery delivery) {
      switch (delivery) {
        case Delivery.Members(long ticket, List<Member> _) -> {
          if (ticket == PAUSE_TICKET) {
            standStill();
          } else {
            answers.add(delivery);
          }
        }
        case Delivery.Explained _ -> answers.add(delivery);
        case Delivery.PhaseChanged(Phase next, String _) -> phase = next;
        case Delivery.Failed _ -> phase = Phase.DOWN;
        case Delivery.MemberChanged _,
            Delivery.EventHappened _,
            Delivery.Health _,
            Delivery.EventSent _,
            Delivery.Surveyed _,
            Delivery.StoreAnswered _,
            Delivery.GroupAnswered _,
            Delivery.Completed _,
            Delivery.LeaderChanged _,
            Delivery.Drained _,
            Delivery.StableViewChanged _,
            Delivery.ForcedToLeave _ -> {}
      }
    }

    private void standStill() {
      CountDownLatch closed = gate;
      atGate.countDown();
      try {
        if (closed != null) {
          closed.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
