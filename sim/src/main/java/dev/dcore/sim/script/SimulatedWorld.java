package dev.dcore.sim.script;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceText;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A script's world in the simulator: one seed, no faults but those that the script makes, and a
/// trace of all that an operator would want to know.
public final class SimulatedWorld implements World, World.Faults.All {
  private static final Duration LEAVE_MAX = Duration.ofSeconds(10);

  private final Simulation simulation;
  private final Map<String, SimProcess> processes = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
  private final List<String> happened = new ArrayList<>();
  private List<Member> members = List.of();
  private Delivery.@Nullable Explained explained;

  public SimulatedWorld(long seed) {
    simulation = new Simulation(seed, RunChoices.plain(), false);
    simulation.observe(
        new Observer() {
          @Override
          public void delivered(SimProcess process, Delivery delivery) {
            onDelivery(delivery);
          }

          @Override
          public void traced(SimProcess process, TraceEvent event) {
            if (event.level().compareTo(TraceEvent.Level.NOTABLE) >= 0) {
              note(process, event);
            }
          }
        });
  }

  @Override
  public void startAlone(String node) {
    SimProcess process = simulation.add("scripted", node, List.of());
    processes.put(node, process);
    process.start();
  }

  @Override
  public void join(String node, String member) {
    process(node).command(new Command.Join(process(member).address()));
  }

  @Override
  public void start(String node) {
    SimProcess process = processes.get(node);
    if (process == null) {
      String first = processes.isEmpty() ? node : processes.keySet().iterator().next();
      process = simulation.add("scripted", node, List.of(first));
      processes.put(node, process);
    }
    process.start();
  }

  @Override
  public void kill(String node) {
    process(node).kill();
  }

  @Override
  public void losePower(String node) {
    process(node).losePower();
  }

  @Override
  public void pause(String node) {
    process(node).pause();
  }

  @Override
  public void resume(String node) {
    process(node).resume();
  }

  @Override
  public void leave(String node) {
    process(node).command(new Command.Leave());
    if (!await(() -> !process(node).running(), LEAVE_MAX)) {
      throw new ScriptFailed(node + " does not end");
    }
  }

  @Override
  public void wipe(String node) {
    process(node).disk().wipe();
  }

  @Override
  public void drain(String node) {
    process(node).command(new Command.Drain(0, true));
  }

  @Override
  public void forceLeave(String node, String member) {
    process(node).command(new Command.ForceLeave(0, member));
  }

  @Override
  public void tag(String node, String key, String value) {
    Map<String, String> all = tags.computeIfAbsent(node, name -> new LinkedHashMap<>());
    all.put(key, value);
    process(node).command(new Command.SetMetadata(Metadata.of(all)));
  }

  @Override
  public List<String> awake() {
    return processes.values().stream()
        .filter(process -> process.running() && !process.paused())
        .map(SimProcess::name)
        .toList();
  }

  @Override
  public List<Member> members(String node) {
    members = List.of();
    process(node).command(new Command.ListMembers(0));
    return members;
  }

  @Override
  public Delivery.Explained explain(String node, String member) {
    explained = null;
    process(node).command(new Command.Explain(0, member));
    await(() -> explained != null, Duration.ofSeconds(10));
    Delivery.Explained answer = explained;
    if (answer == null) {
      throw new ScriptFailed(node + " does not answer");
    }
    return answer;
  }

  @Override
  public boolean await(BooleanSupplier condition, Duration limit) {
    long until = simulation.queue().nowNanos() + limit.toNanos();
    return simulation.queue().runUntil(condition, until);
  }

  @Override
  public void pass(Duration time) {
    simulation.runFor(time.toNanos());
  }

  @Override
  public World.Faults faults() {
    return this;
  }

  @Override
  public void split(List<String> side) {
    BitSet indices = new BitSet();
    side.forEach(node -> indices.set(process(node).index()));
    simulation.network().split(indices);
  }

  @Override
  public void cut(String from, String to) {
    simulation.network().cut(process(from).index(), process(to).index());
  }

  @Override
  public void heal() {
    simulation.network().healAll();
  }

  @Override
  public List<String> happened() {
    List<String> lines = List.copyOf(happened);
    happened.clear();
    return lines;
  }

  @Override
  public void close() {
    // Nothing outside of this object was opened.
  }

  private void onDelivery(Delivery delivery) {
    switch (delivery) {
      case Delivery.Members all -> members = all.members();
      case Delivery.Explained answer -> explained = answer;
      case Delivery.MemberChanged _,
          Delivery.PhaseChanged _,
          Delivery.EventHappened _,
          Delivery.Health _,
          Delivery.EventSent _,
          Delivery.Surveyed _,
          Delivery.StoreAnswered _,
          Delivery.GroupAnswered _,
          Delivery.Completed _,
          Delivery.LeaderChanged _,
          Delivery.Drained _,
          Delivery.ForcedToLeave _,
          Delivery.StableViewChanged _,
          Delivery.Failed _ -> {}
    }
  }

  private void note(SimProcess process, TraceEvent event) {
    double seconds = simulation.queue().nowNanos() / 1e9;
    happened.add(
        String.format(Locale.ROOT, "%8.3f %s %s", seconds, process.name(), TraceText.of(event)));
  }

  private SimProcess process(String node) {
    SimProcess process = processes.get(node);
    if (process == null) {
      throw new ScriptFailed(node + " was never started");
    }
    return process;
  }
}
