package dev.dcore.sim.consensus;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.GroupAnswer;
import dev.dcore.kernel.runtime.GroupRequest;
import dev.dcore.kernel.runtime.GroupTrace;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who runs the cluster while it is broken: moves the leadership, changes the voters, asks for
/// checkpoints, and starts again what stopped by itself.
final class RaftOperator implements Observer {
  private static final long SLOT_NANOS = Duration.ofMillis(900).toNanos();
  private static final long RESTART_MIN_NANOS = Duration.ofMillis(200).toNanos();
  private static final long RESTART_MAX_NANOS = Duration.ofSeconds(2).toNanos();

  private enum Action {
    LEADER_TRANSFER,
    VOTER_CHANGE,
    FORCED_CHECKPOINT
  }

  private final Simulation simulation;
  private final RaftWorkload workload;
  private final RaftChecker checker;
  private final Map<String, Integer> done = new LinkedHashMap<>();

  RaftOperator(Simulation simulation, RaftWorkload workload, RaftChecker checker) {
    this.simulation = simulation;
    this.workload = workload;
    this.checker = checker;
    for (Action action : Action.values()) {
      done.put(label(action), 0);
    }
  }

  /// How often each was taken up.
  Map<String, Integer> done() {
    return done;
  }

  /// Schedules all that is done in this time.
  void arm(long beginNanos, long endNanos) {
    int slot = 0;
    for (long at = beginNanos; at < endNanos; at += SLOT_NANOS) {
      Choices choices = simulation.choices("operator").of("slot-" + slot++);
      simulation.queue().at(at, () -> act(choices));
    }
  }

  private void act(Choices choices) {
    SimProcess leader = checker.leader();
    if (!choices.choice("happens").chance(0.4) || leader == null) {
      return;
    }
    List<SimProcess> all = simulation.processes();
    Action action = Action.values()[choices.choice("action").below(Action.values().length)];
    switch (action) {
      case LEADER_TRANSFER -> {
        NodeId to = RaftScenario.id(choices.choice("to").below(all.size()));
        ask(action, leader, new GroupRequest.TransferLeadership(to));
      }
      case VOTER_CHANGE -> {
        List<NodeId> voters = new ArrayList<>();
        int count = (int) choices.choice("voters").between(all.size() / 2 + 1, all.size());
        int first = choices.choice("first").below(all.size());
        for (int i = 0; i < count; i++) {
          voters.add(RaftScenario.id((first + i) % all.size()));
        }
        ask(action, leader, new GroupRequest.Reconfigure(voters));
      }
      case FORCED_CHECKPOINT -> {
        SimProcess any = all.get(choices.choice("which").below(all.size()));
        if (any.running()) {
          ask(action, any, new GroupRequest.Checkpoint());
        }
      }
    }
  }

  private void ask(Action action, SimProcess process, GroupRequest request) {
    long _ =
        workload.ask(
            process,
            request,
            (_, answer) -> {
              if (answer instanceof GroupAnswer.Done
                  || answer instanceof GroupAnswer.Checkpointed) {
                done.merge(label(action), 1, Integer::sum);
              }
            });
  }

  @Override
  public void traced(SimProcess process, TraceEvent event) {
    if (event instanceof GroupTrace.Stopped) {
      restartSoon(process);
    }
  }

  @Override
  public void delivered(SimProcess process, Delivery delivery) {
    if (delivery instanceof Delivery.Failed) {
      restartSoon(process);
    }
  }

  private void restartSoon(SimProcess process) {
    int life = process.starts();
    long wait =
        simulation
            .choices("operator")
            .of(process.name())
            .choice("restart-" + life)
            .between(RESTART_MIN_NANOS, RESTART_MAX_NANOS);
    simulation
        .queue()
        .in(
            wait,
            () -> {
              if (process.starts() == life) {
                if (process.running()) {
                  process.kill();
                }
                process.start();
              }
            });
  }

  private static String label(Action action) {
    return action.name().toLowerCase(java.util.Locale.ROOT);
  }
}
