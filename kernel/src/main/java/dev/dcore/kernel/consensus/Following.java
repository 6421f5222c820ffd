package dev.dcore.kernel.consensus;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeId;

/// What a follower does with a leader's entries (section 3.5).
final class Following {
  private final Replica replica;
  private final Election election;
  private final Installing installing;

  Following(Replica replica, Election election, Installing installing) {
    this.replica = replica;
    this.election = election;
    this.installing = installing;
  }

  /// Whether the sender leads in this node's term, or a later one.
  boolean follows(NodeId from, long term) {
    if (term < replica.term()) {
      return false;
    }
    Invariant.check(
        !replica.leads() || term > replica.term(), "a term has one leader, and this node is it");
    replica.follow(term, from);
    replica.heardLeader();
    election.arm();
    return true;
  }

  void onHeartbeat(NodeId from, RaftMessage.Heartbeat message) {
    boolean follows = follows(from, message.term());
    replica.send(
        from, new RaftMessage.HeartbeatAnswered(replica.term(), follows ? message.round() : 0));
    if (follows && !installing.underWay()) {
      replica.commitTo(Math.min(message.commit(), replica.log.lastIndex()));
    }
  }

  void onAppend(NodeId from, RaftMessage.Append message) {
    if (!follows(from, message.term())) {
      refuse(from, message);
      return;
    }
    if (installing.underWay()) {
      return;
    }
    long previous = message.previousIndex();
    boolean known =
        previous <= replica.commit() || replica.log.term(previous) == message.previousTerm();
    if (!known) {
      refuse(from, message);
      return;
    }
    message.entries().forEach(this::take);
    long match = previous + message.entries().size();
    replica.commitTo(Math.min(message.commit(), match));
    replica.send(from, new RaftMessage.Appended(replica.term(), match));
  }

  private void refuse(NodeId from, RaftMessage.Append message) {
    long hint = replica.log.lastAtMost(message.previousIndex(), message.previousTerm());
    replica.send(
        from,
        new RaftMessage.Refused(
            replica.term(), message.previousIndex(), hint, replica.log.term(hint)));
  }

  /// What is committed is the same in every log; what is there with the same term is the same
  /// entry; what conflicts goes, with all behind it.
  private void take(Entry entry) {
    long index = entry.index();
    if (index <= replica.commit() || replica.log.term(index) == entry.term()) {
      return;
    }
    if (index <= replica.log.lastIndex()) {
      replica.truncateFrom(index);
    }
    replica.append(entry);
  }
}
