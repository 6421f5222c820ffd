package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the voters change: by a joint configuration, and then by the new one alone (section 4.3).
/// Who is new first gets the log, so that the change makes nothing slower (4.2.1).
final class Reconfiguration {
  /// A newcomer that has not caught up in so many election timeouts fails the change.
  private static final int PATIENCE = 40;

  /// What a newcomer may lack and still be said to have caught up.
  private static final long LAG_MAX = 1_000;

  private record Pending(long ticket, Configuration target, long deadlineNanos) {}

  private final Replica replica;
  private final Replication replication;
  private @Nullable Pending pending;
  private boolean appended;

  Reconfiguration(Replica replica, Replication replication) {
    this.replica = replica;
    this.replication = replication;
  }

  void onReconfigure(RaftInput.Reconfigure input) {
    String refusal = refusal(input.voters());
    if (!refusal.isEmpty()) {
      replica.add(new RaftEffect.Reconfigured(input.ticket(), refusal));
      return;
    }
    Configuration target = Configuration.of(input.voters());
    if (target.equals(replica.configurations.latest())) {
      replica.add(new RaftEffect.Reconfigured(input.ticket(), ""));
      return;
    }
    pending =
        new Pending(
            input.ticket(), target, replica.now() + PATIENCE * replica.config.electionNanos());
    appended = false;
    target.voters().forEach(replication::learn);
    check();
  }

  private String refusal(List<NodeId> voters) {
    if (!replica.leads()) {
      return "this node does not lead";
    }
    if (pending != null
        || replica.configurations.latest().joint()
        || replica.configurations.latestIndex() > replica.commit()) {
      return "another change of voters is under way";
    }
    if (replica.log.term(replica.commit()) != replica.term()) {
      return "the leader is new; try again";
    }
    if (voters.isEmpty()) {
      return "a group has at least one voter";
    }
    try {
      Configuration.of(voters);
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// Goes on when all that are new have caught up.
  void check() {
    Pending change = pending;
    if (change == null || appended) {
      return;
    }
    if (replica.now() >= change.deadlineNanos()) {
      fail("a new voter does not catch up");
      return;
    }
    for (NodeId voter : change.target().voters()) {
      boolean old = replica.configurations.latest().votes(voter);
      if (!old && replication.matchOf(voter) + LAG_MAX < replica.log.lastIndex()) {
        return;
      }
      if (!old && replication.matchOf(voter) == 0) {
        return;
      }
    }
    appended = true;
    Configuration now = replica.configurations.latest();
    append("joint", new Configuration(now.voters(), change.target().voters()));
  }

  /// What is committed may end a step of the change, also one that another leader began.
  void onCommit() {
    if (replica.configurations.latestIndex() > replica.commit()) {
      return;
    }
    Configuration latest = replica.configurations.latest();
    if (latest.joint()) {
      append("final", Configuration.of(latest.incoming()));
      return;
    }
    Pending change = pending;
    if (change != null && appended) {
      pending = null;
      replica.add(new RaftEffect.Reconfigured(change.ticket(), ""));
    }
    if (!replica.votes()) {
      replication.beat();
      replica.follow(replica.term(), NodeId.NONE);
    }
  }

  void onLeadershipLost() {
    fail(appended ? "the leadership was lost; the change may go on" : "the leadership was lost");
  }

  private void fail(String reason) {
    Pending change = pending;
    if (change != null) {
      pending = null;
      replica.add(new RaftEffect.Reconfigured(change.ticket(), reason));
    }
  }

  private void append(String step, Configuration next) {
    replica.trace(new RaftTrace.Reconfiguring(step, next.voters().size(), next.incoming().size()));
    replication.propose(Entry.Kind.CONFIGURATION, next.encode());
  }
}
