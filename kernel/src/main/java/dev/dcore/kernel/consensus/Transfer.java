package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;

/// How a leader hands its place to another (section 3.10): it takes no new commands, waits until
/// the other has its whole log, and tells it to stand at once. When that takes longer than an
/// election would, it goes on leading.
final class Transfer {
  private final Replica replica;
  private final Replication replication;
  private NodeId target = NodeId.NONE;
  private long deadlineNanos;

  Transfer(Replica replica, Replication replication) {
    this.replica = replica;
    this.replication = replication;
  }

  boolean underWay() {
    return !target.equals(NodeId.NONE);
  }

  void begin(NodeId to) {
    boolean possible =
        replica.leads()
            && !to.equals(replica.self)
            && replica.configurations.latest().votes(to)
            && !underWay();
    if (possible) {
      target = to;
      deadlineNanos = replica.now() + replica.config.electionNanos();
      check();
    }
  }

  void check() {
    if (underWay() && replication.matchOf(target) == replica.log.lastIndex()) {
      replica.send(target, new RaftMessage.TimeoutNow(replica.term()));
    }
  }

  void tick() {
    if (underWay() && replica.now() >= deadlineNanos) {
      end();
    }
  }

  void end() {
    target = NodeId.NONE;
  }
}
