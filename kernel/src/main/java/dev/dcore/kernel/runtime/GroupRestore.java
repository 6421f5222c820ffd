package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.checkpoint.CheckpointConfig;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.kernel.persistence.checkpoint.CheckpointInput;
import dev.dcore.kernel.persistence.checkpoint.Checkpoints;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import java.util.ArrayDeque;
import java.util.Deque;

/// Puts a backup in place of what a replica holds, while its node does not run: in two checkpoints,
/// behind which the log is cut when the node starts ([GroupStart#cutOff]). To be done on every node
/// of the group with the same backup and the same voters, so that all begin with one state.
///
/// A crash on the way leaves the old state or the new one.
public final class GroupRestore {
  private static final long TICKETS = 6L << 56;

  private final Disk disk;
  private final NodeId self;
  private final GroupConfig config;
  private final OrderedBytes bytes;
  private final Runnable fill;
  private final Checkpoints checkpoints;
  private final Deque<CheckpointEffect> said = new ArrayDeque<>();
  private String failure = "";
  private int missing = CheckpointConfig.KEPT_MIN;
  private long keys;

  /// @param bytes empty
  /// @param fill clears the backend and writes the backup to it, all of it
  public GroupRestore(
      Disk disk, OrderedBytes bytes, NodeId self, GroupConfig config, Runnable fill) {
    this.disk = disk;
    this.bytes = bytes;
    this.self = self;
    this.config = config;
    this.fill = fill;
    this.checkpoints = new Checkpoints(bytes, disk::buffer, config.checkpoints(), TICKETS);
  }

  public void start(long nowNanos) {
    step(nowNanos, new CheckpointInput.Open(self.high(), self.low()));
  }

  public void onDisk(long nowNanos, DiskEvent event) {
    step(nowNanos, new CheckpointInput.Disk(event));
  }

  public boolean ended() {
    return missing == 0 || !failure.isEmpty();
  }

  /// Why it came to nothing, in one sentence, or empty.
  public String failure() {
    return failure;
  }

  /// How many keys the state has, those of sessions and of the group itself among them.
  public long keys() {
    return keys;
  }

  private void step(long nowNanos, CheckpointInput input) {
    checkpoints.step(nowNanos, input, this::take);
    while (!said.isEmpty()) {
      heed(nowNanos, said.removeFirst());
    }
  }

  private void take(CheckpointEffect effect) {
    if (effect instanceof CheckpointEffect.Operation(long ticket, var operation)) {
      operation.carryOut(disk, ticket);
    } else {
      said.add(effect);
    }
  }

  private void heed(long nowNanos, CheckpointEffect effect) {
    switch (effect) {
      case CheckpointEffect.Operation _ -> Invariant.check(false, "it goes to the disk");
      case CheckpointEffect.Loaded _ -> {
        fill.run();
        GroupState state = state();
        if (state.ofAnAgentAlone()) {
          failure = "it is a backup of an agent's own store, not of a replicated one";
          return;
        }
        state.restored(config.voters());
        keys = state.keys();
        checkpoints.onReplaced();
        begin(nowNanos, state);
      }
      case CheckpointEffect.Completed _ -> {
        missing--;
        if (missing > 0) {
          begin(nowNanos, state());
        }
      }
      case CheckpointEffect.Failed(long _, String reason) -> failure = reason;
    }
  }

  private GroupState state() {
    return new GroupState(bytes, config.machine(), config.state(), checkpoints::onWritten);
  }

  private void begin(long nowNanos, GroupState state) {
    checkpoints.step(
        nowNanos, new CheckpointInput.Begin(state.snapshot(), state.position()), this::take);
  }
}
