package dev.dcore.sim.runtime;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.stable.KnownViews;
import dev.dcore.kernel.cluster.swim.Claim;
import dev.dcore.kernel.cluster.swim.KnownClaim;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.runtime.NodeConfig;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.sim.monitoring.TraceHash;
import dev.dcore.sim.time.EventQueue;
import dev.dcore.sim.transport.SimNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One run: virtual time, a virtual network, and processes, all from one seed. Two runs of one seed
/// are the same, event by event, in any JVM on any machine. Confined to one thread.
public final class Simulation {
  private static final int PORT = 7946;

  private final long seed;
  private final RunChoices log;
  private final boolean buggified;
  private final EventQueue queue = new EventQueue();
  private final SimNetwork network;
  private final TraceHash hash = new TraceHash();
  private final List<SimProcess> processes = new ArrayList<>();
  private final Map<Claim, KnownClaim> known = new LinkedHashMap<>();
  private final SharedViews views = new SharedViews();
  private Observer observer = Observer.NONE;

  /// @param buggified whether each run arms a part of the buggify points
  public Simulation(long seed, RunChoices log, boolean buggified) {
    this.seed = seed;
    this.log = log;
    this.buggified = buggified;
    this.network = new SimNetwork(queue, seed, choices("network"));
  }

  public long seed() {
    return seed;
  }

  public EventQueue queue() {
    return queue;
  }

  public SimNetwork network() {
    return network;
  }

  public RunChoices log() {
    return log;
  }

  /// In the order in which they were added.
  public List<SimProcess> processes() {
    return processes;
  }

  public Observer observer() {
    return observer;
  }

  public void observe(Observer next) {
    observer = next;
  }

  /// The draws of one node, or of one part of the world around them.
  public Choices choices(String node) {
    return Choices.recorded(seed, node, log, buggified);
  }

  /// A machine with the shipped configuration.
  public SimProcess add(String cluster, String name, List<String> seeds) {
    return add(cluster, name, seeds, SwimConfig.DEFAULT);
  }

  /// A machine, not yet started, whose host is the node's name.
  ///
  /// @param cluster the label
  /// @param seeds names of nodes
  /// @param swim how it detects and tells
  public SimProcess add(String cluster, String name, List<String> seeds, SwimConfig swim) {
    NodeConfig config =
        new NodeConfig(
            cluster,
            swim,
            new Swim.Settings(
                name,
                address(name),
                Metadata.EMPTY,
                seeds.stream().map(Simulation::address).toList()));
    return add(config);
  }

  /// A machine, not yet started, of this configuration.
  public SimProcess add(NodeConfig config) {
    SimProcess process = new SimProcess(this, processes.size(), config);
    processes.add(process);
    return process;
  }

  /// Where a machine of this name is.
  public static Address address(String node) {
    return new Address(node, PORT);
  }

  /// Lets virtual time pass.
  public void runFor(long nanos) {
    queue.runFor(nanos);
  }

  /// The fingerprint of all that happened so far.
  public String traceHash() {
    hash.fact(queue.executed(), queue.nowNanos());
    return hash.toString();
  }

  /// The stable views, each in memory once for all nodes.
  KnownViews views() {
    return views;
  }

  /// Reads a claim once for all nodes.
  KnownClaim read(Claim claim) throws MalformedFrame {
    KnownClaim first = known.get(claim);
    if (first == null) {
      first = KnownClaim.read(claim);
      known.put(claim, first);
    }
    return first;
  }

  void trace(SimProcess process, TraceEvent event) {
    hash.event(process.index(), queue.nowNanos(), event);
    observer.traced(process, event);
  }
}
