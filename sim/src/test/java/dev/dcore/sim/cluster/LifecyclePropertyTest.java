package dev.dcore.sim.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.ProtocolRange;
import dev.dcore.kernel.cluster.swim.LifecycleConfig;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.NodeConfig;
import dev.dcore.kernel.runtime.RuntimeTrace;
import dev.dcore.kernel.transport.Address;
import dev.dcore.sim.junit.Seeds;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// How nodes come, go and come back, under the checker's eyes.
final class LifecyclePropertyTest {
  private static final int NODES = 8;
  private static final String REPLAY = "./dcore test -pl kernel,sim -Dtest=LifecyclePropertyTest";

  /// A simulation whose nodes are watched by the checker and answer questions.
  private static final class World implements Observer {
    final Simulation simulation;
    final MembershipChecker checker;
    final List<TraceEvent> traced = new ArrayList<>();
    final List<String> happened = new ArrayList<>();
    private List<Member> members = List.of();
    private String detail = "";

    World(long seed) {
      simulation = new Simulation(seed, RunChoices.plain(), false);
      checker = new MembershipChecker(simulation);
      simulation.observe(this);
    }

    @Override
    public void started(SimProcess process) {
      checker.started(process);
    }

    @Override
    public void stopped(SimProcess process) {
      checker.stopped(process);
    }

    @Override
    public void traced(SimProcess process, TraceEvent event) {
      traced.add(event);
    }

    @Override
    public void delivered(SimProcess process, Delivery delivery) {
      checker.delivered(process, delivery);
      if (delivery instanceof Delivery.MemberChanged(MemberEvent event)) {
        happened.add(process.name() + " " + event.kind().label() + " " + event.member().name());
      }
      if (delivery instanceof Delivery.Members answer) {
        members = answer.members();
      } else if (delivery instanceof Delivery.PhaseChanged(Phase _, String why)) {
        detail = why.isEmpty() ? detail : why;
      }
    }

    List<Member> members(SimProcess process) {
      members = List.of();
      process.command(new Command.ListMembers(0));
      return members;
    }

    List<String> listedAt(SimProcess process) {
      return members(process).stream().map(Member::name).sorted().toList();
    }

    List<String> aliveAt(SimProcess process) {
      return members(process).stream().filter(Member::alive).map(Member::name).sorted().toList();
    }

    void pass(int seconds) {
      simulation.runFor(Duration.ofSeconds(seconds).toNanos());
    }

    Choice choice(String label) {
      return simulation.choices("test").choice(label);
    }

    void startAll(int spreadSeconds) {
      Choice delay = choice("start-delay");
      for (SimProcess process : simulation.processes()) {
        if (!process.running()) {
          simulation
              .queue()
              .in(delay.between(0, Duration.ofSeconds(spreadSeconds).toNanos()), process::start);
        }
      }
      pass(spreadSeconds);
    }

    void assertHealthy() {
      checker.checkAgreement();
      assertEquals(List.of(), checker.violations());
    }
  }

  private static NodeConfig config(String label, String name, Address at, List<String> seeds) {
    return config(label, name, at, seeds, ProtocolRange.OURS);
  }

  private static NodeConfig config(
      String label, String name, Address at, List<String> seeds, ProtocolRange protocol) {
    return new NodeConfig(
        label,
        SwimConfig.DEFAULT,
        new Swim.Settings(
            name,
            at,
            Metadata.EMPTY,
            seeds.stream().map(Simulation::address).toList(),
            false,
            protocol));
  }

  private static List<SimProcess> cluster(World world, String label, String prefix, int nodes) {
    List<SimProcess> processes = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      String name = prefix + i;
      processes.add(
          world.simulation.add(config(label, name, Simulation.address(name), List.of(prefix + 1))));
    }
    return processes;
  }

  private static void forgetSeeds(SimProcess process) {
    process.configure(
        config("test", process.name(), Simulation.address(process.name()), List.of()));
  }

  @Seeds(value = 50, replay = REPLAY)
  void afterTheDeathOfAllOneClusterComesTogetherWithoutSeeds(long seed) {
    World world = new World(seed);
    List<SimProcess> nodes = cluster(world, "test", "n", NODES);
    world.startAll(5);
    world.pass(30);
    Choice power = world.choice("power");
    for (SimProcess node : nodes) {
      if (power.chance(0.5)) {
        node.losePower();
      } else {
        node.kill();
      }
      forgetSeeds(node);
    }
    world.pass(10);

    world.startAll(40);
    world.pass(90);

    for (SimProcess node : nodes) {
      assertEquals(Phase.UP, node.phase());
      assertEquals(NODES, world.aliveAt(node).size(), () -> node.name() + world.members(node));
    }
    world.assertHealthy();
  }

  /// The others remember it.
  @Seeds(value = 20, replay = REPLAY)
  void aDamagedSnapshotIsIgnoredAndSaid(long seed) {
    World world = new World(seed);
    List<SimProcess> nodes = cluster(world, "test", "n", 4);
    world.startAll(5);
    world.pass(60);
    for (SimProcess node : nodes) {
      node.kill();
      forgetSeeds(node);
    }
    Choice at = world.choice("damage");
    for (String file : List.of("members.0", "members.1")) {
      int offset = at.below(40);
      if (nodes.getFirst().disk().image().containsKey(file)) {
        nodes.getFirst().disk().damage().flip(file, offset, 1);
      }
    }

    world.startAll(1);
    world.pass(60);

    assertTrue(world.traced.stream().anyMatch(RuntimeTrace.SnapshotIgnored.class::isInstance));
    for (SimProcess node : nodes) {
      assertEquals(4, world.aliveAt(node).size());
    }
    world.assertHealthy();
  }

  /// It remembers others and waits a moment for them, but not for ever.
  @Seeds(value = 20, replay = REPLAY)
  void theLastOneComesUpAlone(long seed) {
    World world = new World(seed);
    List<SimProcess> nodes = cluster(world, "test", "n", 3);
    world.startAll(5);
    world.pass(30);
    nodes.forEach(SimProcess::losePower);
    forgetSeeds(nodes.getFirst());

    nodes.getFirst().start();
    world.pass(4);
    assertEquals(Phase.JOINING, nodes.getFirst().phase());
    world.pass(4);
    assertEquals(Phase.UP, nodes.getFirst().phase());
  }

  /// It lets others in while it waits for seeds that are gone for good, and then they do so for it.
  @Seeds(value = 20, replay = REPLAY)
  void whoWaitsForLostSeedsIsUpWithThoseThatComeThroughIt(long seed) {
    World world = new World(seed);
    SimProcess waiting =
        world.simulation.add(config("a", "n1", Simulation.address("n1"), List.of("lost", "gone")));
    waiting.start();
    world.pass(world.choice("alone-seconds").below(60));
    assertEquals(Phase.JOINING, waiting.phase());
    SimProcess newcomer =
        world.simulation.add(config("a", "n2", Simulation.address("n2"), List.of("n1")));
    newcomer.start();

    world.pass(20);

    assertEquals(Phase.UP, waiting.phase());
    assertEquals(List.of("n1", "n2"), world.aliveAt(waiting));
    world.assertHealthy();
  }

  /// Seeds that name the other cluster, and an address that it used before.
  @Seeds(value = 20, replay = REPLAY)
  void twoClustersNeverMergeByAccident(long seed) {
    World world = new World(seed);
    List<SimProcess> blue = cluster(world, "blue", "b", 3);
    List<SimProcess> red = cluster(world, "red", "r", 3);
    SimProcess stray =
        world.simulation.add(
            config("red", "stray", Simulation.address("stray"), List.of("b1", "b2", "r1")));
    world.startAll(5);
    world.pass(60);
    assertEquals(List.of("b1", "b2", "b3"), world.aliveAt(blue.getFirst()));
    assertEquals(List.of("r1", "r2", "r3", "stray"), world.aliveAt(red.getFirst()));

    blue.getLast().kill();
    SimProcess heir =
        world.simulation.add(config("red", "heir", Simulation.address("b3"), List.of("r1")));
    heir.start();
    world.pass(120);

    assertEquals(List.of("b1", "b2"), world.aliveAt(blue.getFirst()));
    assertEquals(List.of("heir", "r1", "r2", "r3", "stray"), world.aliveAt(stray));
    assertEquals(List.of(), world.checker.violations());
  }

  @Seeds(value = 20, replay = REPLAY)
  void aMixedClusterSpeaksWhatAllSpeakAndTurnsOthersAway(long seed) {
    World world = new World(seed);
    List<ProtocolRange> ranges =
        List.of(
            new ProtocolRange(1, 2),
            new ProtocolRange(1, 3),
            new ProtocolRange(2, 2),
            new ProtocolRange(1, 2));
    for (int i = 0; i < ranges.size(); i++) {
      String name = "n" + (i + 1);
      world.simulation.add(
          config("test", name, Simulation.address(name), List.of("n1"), ranges.get(i)));
    }
    world.startAll(5);
    world.pass(20);
    SimProcess tooNew =
        world.simulation.add(
            config(
                "test", "new", Simulation.address("new"), List.of("n2"), new ProtocolRange(3, 4)));
    tooNew.start();
    world.pass(20);

    assertEquals(Phase.JOINING, tooNew.phase());
    assertEquals(
        "it speaks versions 3 to 4 of the protocol and this cluster version 2: use a release that"
            + " speaks one of these",
        world.detail);
    SimProcess first = world.simulation.processes().getFirst();
    assertEquals(2, spoken(world, first));
    assertFalse(world.members(first).stream().anyMatch(member -> member.name().equals("new")));
  }

  /// It slept through the death and the restart of all others, and still believes the dead alive.
  @Seeds(value = 30, replay = REPLAY)
  void aLateClaimDoesNotBringTheDeadBackAfterARestartOfAll(long seed) {
    World world = new World(seed);
    List<SimProcess> nodes = cluster(world, "test", "n", 6);
    world.startAll(5);
    world.pass(20);
    SimProcess sleeper = nodes.get(5);
    SimProcess dead = nodes.get(4);
    sleeper.pause();
    dead.kill();
    world.pass(60);
    for (SimProcess node : nodes.subList(0, 4)) {
      node.losePower();
      forgetSeeds(node);
    }
    for (SimProcess node : nodes.subList(0, 4)) {
      node.start();
    }
    world.pass(20);
    world.happened.clear();

    sleeper.resume();
    world.pass(120);

    for (SimProcess node : nodes.subList(0, 4)) {
      assertFalse(
          world.happened.contains(node.name() + " joined n5"), () -> world.happened.toString());
      assertEquals(List.of("n1", "n2", "n3", "n4", "n6"), world.aliveAt(node));
    }
    assertEquals(List.of(), world.checker.violations());
  }

  /// One of them heard of the death late, and forgets it with the others.
  @Seeds(value = 20, replay = REPLAY)
  void theDeadAndTheLeftAreForgottenByAllAndComeBackAsNew(long seed) {
    World world = new World(seed);
    LifecycleConfig shortMemory =
        new LifecycleConfig(
            1_000_000_000L,
            1_000_000_000L,
            Duration.ofMinutes(10).toNanos(),
            Duration.ofMinutes(5).toNanos());
    List<SimProcess> nodes = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      Swim.Settings settings =
          new Swim.Settings(
              "n" + i,
              Simulation.address("n" + i),
              Metadata.EMPTY,
              List.of(Simulation.address("n1")));
      nodes.add(
          world.simulation.add(
              new NodeConfig("test", SwimConfig.DEFAULT.with(shortMemory), settings)));
    }
    world.startAll(5);
    world.pass(20);
    nodes.get(5).kill();
    nodes.get(4).command(new Command.Leave());
    world.pass(60);
    assertTrue(world.listedAt(nodes.getFirst()).containsAll(List.of("n5", "n6")));
    world.pass(5 * 60);
    assertEquals(List.of("n1", "n2", "n3", "n4", "n6"), world.listedAt(nodes.getFirst()));
    nodes.get(3).kill();
    nodes.get(3).disk().wipe();
    world.pass(60);
    nodes.get(3).start();
    world.pass(5 * 60);
    for (SimProcess node : nodes.subList(0, 4)) {
      assertFalse(world.listedAt(node).contains("n6"), () -> node.name() + " lists n6");
    }

    nodes.get(5).start();
    world.pass(30);

    for (SimProcess node : nodes.subList(0, 4)) {
      assertEquals(List.of("n1", "n2", "n3", "n4", "n6"), world.aliveAt(node));
    }
    world.assertHealthy();
  }

  /// It has seen all others die, and nobody else lists those that it then holds for late claims.
  @Seeds(value = 20, replay = REPLAY)
  void whoRestartsWhileCutOffBelievesAgainInThoseThatItSawDie(long seed) {
    World world = new World(seed);
    List<SimProcess> nodes = cluster(world, "test", "n", NODES);
    world.startAll(5);
    world.pass(20);
    Choice restart = world.choice("restart");
    SimProcess alone = nodes.get(1 + restart.below(NODES - 1));
    BitSet cut = new BitSet();
    cut.set(alone.index());
    world.simulation.network().split(cut);
    world.pass(180);
    assertEquals(List.of(alone.name()), world.aliveAt(alone));
    alone.kill();
    if (restart.chance(0.5)) {
      forgetSeeds(alone);
    }
    alone.start();
    world.pass(10);

    world.simulation.network().healAll();
    world.pass(60);

    for (SimProcess node : nodes) {
      assertEquals(NODES, world.aliveAt(node).size(), () -> node.name() + world.members(node));
    }
    world.assertHealthy();
  }

  /// A name was given anew while its bearer was cut off; after the heal all agree on whose it is.
  @Seeds(value = 30, replay = REPLAY)
  void ofTwoLivingNodesOfOneNameTheOneWithTheLowerIdStays(long seed) {
    World world = new World(seed);
    List<SimProcess> nodes = cluster(world, "test", "n", 4);
    world.startAll(5);
    world.pass(20);
    SimProcess first = nodes.getLast();
    BitSet cut = new BitSet();
    cut.set(first.index());
    world.simulation.network().split(cut);
    world.pass(60);
    SimProcess second =
        world.simulation.add(config("test", "n4", Simulation.address("twin"), List.of("n1")));
    // Another start has other draws, and so another id.
    second.start();
    second.kill();
    second.disk().wipe();
    second.start();
    world.pass(30);
    assertEquals(Phase.UP, second.phase());

    world.simulation.network().healAll();
    world.pass(120);

    assertTrue(first.running() != second.running(), "one of them stops");
    SimProcess winner = first.running() ? first : second;
    NodeId kept = world.members(winner).getFirst().id();
    for (SimProcess node : nodes.subList(0, 3)) {
      List<Member> bearers =
          world.members(node).stream().filter(member -> member.name().equals("n4")).toList();
      assertEquals(List.of(kept), bearers.stream().map(Member::id).toList());
      assertTrue(bearers.getFirst().alive());
    }
    assertEquals(
        List.of(),
        world.checker.violations().stream()
            .filter(violation -> !violation.contains("whose id is lower"))
            .toList());
  }

  private static int spoken(World world, SimProcess observer) {
    return ProtocolRange.spokenBy(world.members(observer).stream().map(Member::protocol).toList());
  }
}
