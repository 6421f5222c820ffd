package dev.dcore.sim.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.kernel.consensus.RaftTrace;
import dev.dcore.kernel.consensus.Role;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.GroupAnswer;
import dev.dcore.kernel.runtime.GroupConfig;
import dev.dcore.kernel.runtime.GroupRequest;
import dev.dcore.kernel.runtime.IdentityFiles;
import dev.dcore.kernel.runtime.NodeConfig;
import dev.dcore.kernel.store.KvMessages;
import dev.dcore.kernel.store.KvOp;
import dev.dcore.kernel.store.Operation;
import dev.dcore.kernel.store.ReplicatedEntry;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupSmokeTest {
  private SimProcess leader;
  private final List<GroupAnswer> answers = new ArrayList<>();

  @Test
  void threeNodesElectWriteAndSurviveTheirLeader() {
    Simulation simulation = new Simulation(7, RunChoices.plain(), false);
    simulation.observe(
        new Observer() {
          @Override
          public void delivered(SimProcess process, Delivery delivery) {
            if (delivery instanceof Delivery.LeaderChanged change) {
              System.out.println(
                  simulation.queue().nowNanos() / 1_000_000 + " " + process.name() + " " + change);
              if (change.role() == Role.LEADER) {
                leader = process;
              }
            }
            if (delivery instanceof Delivery.GroupAnswered(long ticket, GroupAnswer answer)) {
              System.out.println(
                  simulation.queue().nowNanos() / 1_000_000 + " " + ticket + " " + answer);
              answers.add(answer);
            }
            if (delivery instanceof Delivery.Failed(String reason)) {
              System.out.println(process.name() + " failed " + reason);
            }
          }

          @Override
          public void traced(SimProcess process, TraceEvent event) {
            if (event instanceof RaftTrace || event.name().startsWith("group")) {
              System.out.println(process.name() + " " + event);
            }
          }
        });
    List<NodeId> voters = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      voters.add(new NodeId(1, i));
    }
    for (int i = 1; i <= 3; i++) {
      NodeConfig config =
          new NodeConfig(
                  "c",
                  SwimConfig.DEFAULT,
                  new Swim.Settings(
                      "n" + i,
                      Simulation.address("n" + i),
                      Metadata.EMPTY,
                      List.of(Simulation.address("n1"))))
              .withGroup(GroupConfig.of(voters));
      SimProcess process = simulation.add(config);
      process.disk().load(IdentityFiles.of(voters.get(i - 1)));
      process.start();
    }
    simulation.runFor(Duration.ofSeconds(10).toNanos());
    for (int i = 1; i <= 5; i++) {
      byte[] command = KvMessages.MUTATIONS.encode(new KvOp.Put(new byte[] {(byte) i}, new byte[10]));
      leader.command(
          new Command.UseGroup(
              i,
              new GroupRequest.Write(
                  new ReplicatedEntry(0, Operation.Execute.once(command)).encode())));
    }
    simulation.runFor(Duration.ofSeconds(1).toNanos());
    assertEquals(5, answers.size());
    SimProcess first = leader;
    first.kill();
    simulation.runFor(Duration.ofSeconds(5).toNanos());
    leader.command(new Command.UseGroup(9, new GroupRequest.AskStatus()));
    first.start();
    simulation.runFor(Duration.ofSeconds(5).toNanos());
    leader.command(new Command.UseGroup(10, new GroupRequest.AskStatus()));
    simulation.processes().forEach(SimProcess::losePower);
    simulation.processes().forEach(SimProcess::start);
    simulation.runFor(Duration.ofSeconds(5).toNanos());
    leader.command(new Command.UseGroup(11, new GroupRequest.AskStatus()));
  }
}
