package dev.dcore.kernel.runtime;

import dev.dcore.kernel.consensus.Configuration;
import dev.dcore.kernel.consensus.RaftConfig;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.checkpoint.CheckpointConfig;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.store.KvMachine;
import dev.dcore.kernel.store.ReplicatedState;
import dev.dcore.kernel.store.StateMachine;
import dev.dcore.kernel.store.StoreLimits;
import java.util.List;

/// The consensus group that a node belongs to, and how its replica uses disk and memory.
///
/// @param voters who votes before the log says otherwise; the same on every node of the group. A
///   node that is not among them learns what they decide. With none the node is the only voter.
/// @param replica whether the node has a replica; without one it is a client only
/// @param machine what the entries mean; the same on every node
/// @param checkpointBytes a checkpoint begins by itself after so many bytes of entries: they bound
///   what is kept of the log, on the disk and in memory
public record GroupConfig(
    List<NodeId> voters,
    boolean replica,
    StateMachine machine,
    RaftConfig raft,
    LogConfig log,
    CheckpointConfig checkpoints,
    ReplicatedState.Config state,
    long checkpointBytes) {
  /// A log is kept until the second checkpoint behind it: three times this many bytes, beside the
  /// state itself.
  private static final long CHECKPOINT_BYTES = 8L << 20;

  /// @throws IllegalArgumentException in one sentence for people
  public GroupConfig {
    voters = Configuration.of(voters).voters();
  }

  /// What an agent runs with.
  public static GroupConfig of(List<NodeId> voters) {
    return new GroupConfig(
        voters,
        true,
        new KvMachine(StoreLimits.DEFAULT),
        RaftConfig.DEFAULT,
        LogConfig.DEFAULT.withSegmentBytes(4 << 20),
        CheckpointConfig.DEFAULT,
        ReplicatedState.Config.DEFAULT,
        CHECKPOINT_BYTES);
  }

  public GroupConfig withCheckpointBytes(long bytes) {
    return new GroupConfig(voters, replica, machine, raft, log, checkpoints, state, bytes);
  }

  public GroupConfig withLog(LogConfig other) {
    return new GroupConfig(
        voters, replica, machine, raft, other, checkpoints, state, checkpointBytes);
  }

  public GroupConfig withRaft(RaftConfig other) {
    return new GroupConfig(
        voters, replica, machine, other, log, checkpoints, state, checkpointBytes);
  }

  /// A node that asks the group and is no part of it.
  public GroupConfig withoutReplica() {
    return new GroupConfig(voters, false, machine, raft, log, checkpoints, state, checkpointBytes);
  }

  public GroupConfig withMachine(StateMachine other) {
    return new GroupConfig(voters, replica, other, raft, log, checkpoints, state, checkpointBytes);
  }

  /// With who votes settled.
  GroupConfig of(NodeId self) {
    return voters.isEmpty()
        ? new GroupConfig(
            List.of(self), replica, machine, raft, log, checkpoints, state, checkpointBytes)
        : this;
  }
}
