package dev.dcore.kernel.consensus;

import dev.dcore.kernel.base.BuggifyPoint;
import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.identity.NodeId;
import java.util.LinkedHashSet;
import java.util.Set;

/// How a group comes by a leader: sections 3.4 and 3.6, with the question before (pre-vote, 9.6),
/// and without disturbing a leader that is heard (4.2.3).
///
/// A node's own vote counts when it is durable, as those of others do.
final class Election {
  /// What part of the least time a buggified node waits.
  private static final int SOON = 10;

  private final Replica replica;
  private final Choice patience;
  private final BuggifyPoint impatient;
  private final BuggifyPoint unasked;
  private final Set<NodeId> granted = new LinkedHashSet<>();
  private final Runnable onElected;

  Election(Replica replica, Choices choices, Runnable onElected) {
    this.replica = replica;
    this.patience = choices.choice("election-timeout");
    this.impatient = choices.buggify("election-soon", 0.1);
    this.unasked = choices.buggify("no-question-before-election", 0.3);
    this.onElected = onElected;
  }

  /// Waits anew: from one to two times the configured time, so that few stand at once.
  void arm() {
    long most = replica.config.electionNanos();
    long least = impatient.fires() ? most / SOON : most;
    replica.add(
        new RaftEffect.SetTimer(
            RaftTimer.ELECTION, replica.now() + least + patience.between(0, most)));
  }

  void onTimer() {
    if (replica.leads()) {
      return;
    }
    if (replica.votes()) {
      ask();
    } else {
      learn();
    }
  }

  /// A leader wants this node to lead.
  void onTimeoutNow(NodeId from, RaftMessage.TimeoutNow message) {
    boolean itsLeader = message.term() == replica.term() && from.equals(replica.leader());
    if (itsLeader && replica.votes()) {
      stand(true);
    }
  }

  /// The leader's process is gone: nobody waits for it, and each still waits a random time.
  void onGone(NodeId peer) {
    if (peer.equals(replica.leader()) && !replica.leads()) {
      replica.missLeader();
      long most = replica.config.electionNanos();
      replica.add(
          new RaftEffect.SetTimer(
              RaftTimer.ELECTION, replica.now() + patience.between(0, most / 2)));
    }
  }

  private void learn() {
    arm();
    for (NodeId voter : replica.configurations.latest().all()) {
      replica.send(voter, new RaftMessage.Learn(replica.term(), replica.self));
    }
  }

  private void ask() {
    arm();
    replica.become(Role.PRE_CANDIDATE, NodeId.NONE);
    granted.clear();
    granted.add(replica.self);
    if (decided() || unasked.fires()) {
      stand(false);
      return;
    }
    sendAll(
        new RaftMessage.PreVote(
            replica.term() + 1, replica.log.lastIndex(), replica.log.lastTerm()));
  }

  private void stand(boolean transfer) {
    arm();
    granted.clear();
    replica.adopt(replica.term() + 1, replica.self);
    replica.become(Role.CANDIDATE, NodeId.NONE);
    sendAll(
        new RaftMessage.RequestVote(
            replica.term(), replica.log.lastIndex(), replica.log.lastTerm(), transfer));
  }

  private void sendAll(RaftMessage message) {
    for (NodeId voter : replica.configurations.latest().all()) {
      if (!voter.equals(replica.self)) {
        replica.send(voter, message);
      }
    }
  }

  void onSaved(Ballot saved) {
    if (replica.role() == Role.CANDIDATE && saved.equals(replica.ballot())) {
      granted.add(replica.self);
      elect();
    }
  }

  void onPreVote(NodeId from, RaftMessage.PreVote message) {
    boolean grants =
        message.term() > replica.term()
            && replica.upToDate(message.lastIndex(), message.lastTerm())
            && !replica.hearsLeader();
    replica.send(from, new RaftMessage.PreVoted(grants ? message.term() : replica.term(), grants));
  }

  void onPreVoted(NodeId from, RaftMessage.PreVoted message) {
    if (!message.granted()) {
      if (message.term() > replica.term()) {
        replica.follow(message.term(), NodeId.NONE);
      }
    } else if (replica.role() == Role.PRE_CANDIDATE && message.term() == replica.term() + 1) {
      granted.add(from);
      if (decided()) {
        stand(false);
      }
    }
  }

  void onRequestVote(NodeId from, RaftMessage.RequestVote message) {
    long term = message.term();
    if (term < replica.term()) {
      replica.send(from, new RaftMessage.Voted(replica.term(), false));
      return;
    }
    if (term > replica.term() && !message.transfer() && replica.hearsLeader()) {
      return;
    }
    boolean upToDate = replica.upToDate(message.lastIndex(), message.lastTerm());
    boolean granting = upToDate;
    if (term > replica.term()) {
      replica.adopt(term, upToDate ? from : NodeId.NONE);
      replica.become(Role.FOLLOWER, NodeId.NONE);
    } else {
      NodeId votedFor = replica.ballot().votedFor();
      granting &= votedFor.equals(NodeId.NONE) || votedFor.equals(from);
      if (granting && votedFor.equals(NodeId.NONE)) {
        replica.adopt(term, from);
      }
    }
    if (granting) {
      arm();
    }
    replica.send(from, new RaftMessage.Voted(term, granting));
  }

  void onVoted(NodeId from, RaftMessage.Voted message) {
    if (message.term() > replica.term()) {
      replica.follow(message.term(), NodeId.NONE);
    } else if (message.granted()
        && message.term() == replica.term()
        && replica.role() == Role.CANDIDATE) {
      granted.add(from);
      elect();
    }
  }

  private void elect() {
    if (decided()) {
      replica.become(Role.LEADER, replica.self);
      replica.add(new RaftEffect.CancelTimer(RaftTimer.ELECTION));
      onElected.run();
    }
  }

  private boolean decided() {
    return replica.configurations.latest().decides(granted::contains);
  }
}
