package dev.dcore.kernel.consensus;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.identity.NodeId;
import java.util.List;

/// One node of a consensus group. Confined to its node's loop.
///
/// ```text
///   timer, votes ---------> Election --elected--> Replication, Reads, Reconfiguration, Transfer
///   a leader's entries ---> Following             | Offering (to who needs a state)
///   a leader's state -----> Installing            v
///                                          Replica (term, log, commit) -> SaveBallot, Append,
///                                                                         Committed
/// ```
public final class Raft implements Protocol<RaftInput, RaftEffect> {
  private final Replica replica;
  private final Election election;
  private final Installing installing;
  private final Following following;
  private final Offering offering;
  private final Replication replication;
  private final Reads reads;
  private final Reconfiguration reconfiguration;
  private final Transfer transfer;

  /// @param self this node's id, by which it votes if it does
  public Raft(NodeId self, RaftConfig config, Choices choices) {
    replica = new Replica(self, config, choices);
    election = new Election(replica, choices, this::onElected);
    installing = new Installing(replica);
    following = new Following(replica, election, installing);
    offering = new Offering(replica);
    replication = new Replication(replica, offering, choices, this::onCommit);
    reads = new Reads(replica, replication);
    reconfiguration = new Reconfiguration(replica, replication);
    transfer = new Transfer(replica, replication);
    replica.onLeadershipLost(this::onLeadershipLost);
  }

  @Override
  public void step(long nowNanos, RaftInput input, Effects<RaftEffect> effects) {
    replica.begin(nowNanos, effects);
    try {
      take(input);
      reads.onLeader(replica.leads() ? NodeId.NONE : replica.leader());
    } finally {
      replica.end();
    }
  }

  private void take(RaftInput input) {
    switch (input) {
      case RaftInput.Start start -> {
        replica.start(start);
        election.arm();
      }
      case RaftInput.Received(NodeId from, RaftMessage message) -> onMessage(from, message);
      case RaftInput.TimerFired(RaftTimer timer) -> onTimer(timer);
      case RaftInput.BallotSaved(Ballot ballot) -> election.onSaved(ballot);
      case RaftInput.LogDurable(long index, long term) -> {
        replica.onDurable(index, term);
        if (replica.leads()) {
          replication.advance();
        }
      }
      case RaftInput.Propose(long ticket, byte[] command) -> onPropose(ticket, command);
      case RaftInput.Read(long ticket) -> reads.onRead(ticket);
      case RaftInput.Reconfigure reconfigure -> reconfiguration.onReconfigure(reconfigure);
      case RaftInput.Transfer(NodeId to) -> transfer.begin(to);
      case RaftInput.Disconnected(NodeId peer) -> {
        replication.onDisconnected(peer);
        reads.onDisconnected(peer);
      }
      case RaftInput.Gone(NodeId peer) -> election.onGone(peer);
      case RaftInput.Compact(long through) -> {
        replica.log.compactThrough(through);
        replica.configurations.compactThrough(through);
      }
      case RaftInput.SnapshotTaken(long index) -> offering.onTaken(index);
      case RaftInput.ChunkRead(NodeId to, RaftMessage.Chunk chunk) -> replica.send(to, chunk);
      case RaftInput.Installed(Boundary boundary) -> installing.onInstalled(boundary);
    }
  }

  private void onMessage(NodeId from, RaftMessage message) {
    if (ofALeader(message) && replica.leads() && message.term() == replica.term()) {
      // An answer that came late, to a question of an earlier life of the sender's address.
      return;
    }
    switch (message) {
      case RaftMessage.PreVote preVote -> {
        // Who votes no more and has not heard of it stands for ever, and learns it from the log.
        onLearn(from, from);
        election.onPreVote(from, preVote);
      }
      case RaftMessage.PreVoted preVoted -> election.onPreVoted(from, preVoted);
      case RaftMessage.RequestVote request -> election.onRequestVote(from, request);
      case RaftMessage.Voted voted -> election.onVoted(from, voted);
      case RaftMessage.Append append -> following.onAppend(from, append);
      case RaftMessage.Heartbeat heartbeat -> following.onHeartbeat(from, heartbeat);
      case RaftMessage.TimeoutNow timeout -> election.onTimeoutNow(from, timeout);
      case RaftMessage.AskIndex ask -> reads.onAskIndex(from, ask);
      case RaftMessage.IndexIs index -> reads.onIndexIs(from, index);
      case RaftMessage.Learn(long _, NodeId learner) -> onLearn(from, learner);
      case RaftMessage.Offer offer -> {
        if (following.follows(from, offer.term())) {
          installing.onOffer(from, offer);
        }
      }
      case RaftMessage.Chunk chunk -> {
        if (following.follows(from, chunk.term())) {
          installing.onChunk(from, chunk);
        }
      }
      case RaftMessage.AskChunk ask -> {
        if (leadsOf(ask)) {
          offering.onAskChunk(from, ask);
        }
      }
      case RaftMessage.Appended appended -> {
        if (leadsOf(appended)) {
          replication.onAppended(from, appended);
          reconfiguration.check();
          transfer.check();
        }
      }
      case RaftMessage.Refused refused -> {
        if (leadsOf(refused)) {
          replication.onRefused(from, refused);
        }
      }
      case RaftMessage.HeartbeatAnswered answered -> {
        if (leadsOf(answered)) {
          replication.onHeartbeatAnswered(from, answered);
          reads.confirm();
        }
      }
    }
  }

  /// The voters that a learner knows may vote no more, but know who leads.
  private void onLearn(NodeId from, NodeId learner) {
    if (replica.leads()) {
      replication.learn(learner);
    } else if (from.equals(learner) && replica.hearsLeader()) {
      replica.send(replica.leader(), new RaftMessage.Learn(replica.term(), learner));
    }
  }

  private static boolean ofALeader(RaftMessage message) {
    return message instanceof RaftMessage.Append
        || message instanceof RaftMessage.Heartbeat
        || message instanceof RaftMessage.Offer
        || message instanceof RaftMessage.Chunk;
  }

  /// Whether this node leads in the term of an answer. An answer of a later term says that it leads
  /// no more.
  private boolean leadsOf(RaftMessage answer) {
    if (answer.term() > replica.term()) {
      replica.follow(answer.term(), NodeId.NONE);
    }
    return replica.leads() && answer.term() == replica.term();
  }

  private void onTimer(RaftTimer timer) {
    switch (timer) {
      case ELECTION -> election.onTimer();
      case HEARTBEAT -> {
        if (replica.leads()) {
          transfer.tick();
          reconfiguration.check();
          replication.tick();
        }
        if (replica.leads()) {
          reads.beat();
          armHeartbeat();
        }
      }
    }
  }

  private void onElected() {
    replication.begin();
    armHeartbeat();
    replication.advance();
  }

  private void armHeartbeat() {
    replica.add(
        new RaftEffect.SetTimer(
            RaftTimer.HEARTBEAT, replica.now() + replica.config.heartbeatNanos()));
  }

  private void onLeadershipLost() {
    transfer.end();
    reads.onLeadershipLost();
    reconfiguration.onLeadershipLost();
    replication.end();
    replica.add(new RaftEffect.CancelTimer(RaftTimer.HEARTBEAT));
    election.arm();
  }

  private void onCommit() {
    reads.onCommit();
    reconfiguration.onCommit();
  }

  private void onPropose(long ticket, byte[] command) {
    String refusal = "";
    if (!replica.leads()) {
      refusal = "this node does not lead";
    } else if (transfer.underWay()) {
      refusal = "the leadership is being transferred";
    } else if (!replication.hasRoom(command.length)) {
      refusal = "too much waits to be committed";
    }
    if (!refusal.isEmpty()) {
      replica.add(new RaftEffect.NotAccepted(ticket, refusal, replica.leaderOrNull()));
      return;
    }
    Entry entry = replication.propose(Entry.Kind.COMMAND, command);
    replica.add(new RaftEffect.Accepted(ticket, entry.index(), entry.term()));
  }

  /// Where the log may be cut, if the state holds all up to `through` durably.
  public long compactable(long through) {
    return Math.min(Math.min(through, replica.announced()), offering.keepsBehind());
  }

  /// An entry that was announced by [RaftEffect.Committed], and is behind the boundary.
  public Entry entry(long index) {
    return replica.log.get(index);
  }

  /// What stands for the log up to an index that is in it.
  public Boundary boundaryAt(long index) {
    return new Boundary(index, replica.log.term(index), replica.configurations.at(index));
  }

  public boolean leads() {
    return replica.leads();
  }

  public RaftStatus status() {
    return new RaftStatus(
        replica.role(),
        replica.term(),
        replica.leaderOrNull(),
        replica.log.lastIndex(),
        replica.durable(),
        replica.commit(),
        replica.announced(),
        replica.log.boundary(),
        replica.configurations.latest(),
        replica.leads() ? replication.followers() : List.of());
  }
}
