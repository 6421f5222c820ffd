package dev.dcore.kernel.consensus;

import dev.dcore.kernel.base.BuggifyPoint;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeId;
import org.jspecify.annotations.Nullable;

/// What the parts of a [Raft] share: this node's term, role and log, and how far it is committed.
final class Replica {
  private static final Effects<RaftEffect> NOWHERE =
      _ -> Invariant.check(false, "effects belong to a step");

  final NodeId self;
  final RaftConfig config;
  final RaftLog log = new RaftLog();
  final Configurations configurations = new Configurations();
  private final BuggifyPoint leaderNotHeard;
  private Effects<RaftEffect> effects = NOWHERE;
  private Runnable leadershipLost = () -> {};
  private long nowNanos;
  private Ballot ballot = Ballot.NONE;
  private Role role = Role.FOLLOWER;
  private NodeId leader = NodeId.NONE;
  private long heardNanos = Long.MIN_VALUE;
  private long commit;
  private long durable;
  private long announced;

  Replica(NodeId self, RaftConfig config, Choices choices) {
    this.leaderNotHeard = choices.buggify("leader-not-heard", 0.2);
    this.self = self;
    this.config = config;
  }

  void onLeadershipLost(Runnable heard) {
    leadershipLost = heard;
  }

  void begin(long now, Effects<RaftEffect> sink) {
    nowNanos = now;
    effects = sink;
  }

  void end() {
    effects = NOWHERE;
  }

  void start(RaftInput.Start start) {
    ballot = start.ballot();
    Boundary boundary = start.boundary();
    log.reset(boundary.index(), boundary.term());
    configurations.reset(boundary.index(), boundary.configuration());
    for (Entry entry : start.entries()) {
      log.append(entry);
      configurations.append(entry);
    }
    if (ballot.term() < log.lastTerm()) {
      // Its entries were durable first. A vote in that term would have been saved before it was
      // given.
      adopt(log.lastTerm(), NodeId.NONE);
    }
    commit = start.applied();
    announced = start.applied();
    durable = log.lastIndex();
    trace(new RaftTrace.Started(ballot, boundary, start.entries()));
    Invariant.check(commit >= log.boundary() && commit <= durable, "what is applied is in the log");
  }

  long now() {
    return nowNanos;
  }

  long term() {
    return ballot.term();
  }

  Ballot ballot() {
    return ballot;
  }

  Role role() {
    return role;
  }

  boolean leads() {
    return role == Role.LEADER;
  }

  NodeId leader() {
    return leader;
  }

  @Nullable NodeId leaderOrNull() {
    return leader.equals(NodeId.NONE) ? null : leader;
  }

  long commit() {
    return commit;
  }

  long durable() {
    return durable;
  }

  /// What of the log is to be carried out by the state machine.
  long announced() {
    return announced;
  }

  boolean votes() {
    return configurations.latest().votes(self);
  }

  void add(RaftEffect effect) {
    effects.add(effect);
  }

  void send(NodeId to, RaftMessage message) {
    effects.add(new RaftEffect.Send(to, message));
  }

  void trace(RaftTrace event) {
    effects.add(new RaftEffect.Trace(event));
  }

  /// Never goes back in term, nor votes twice in one.
  void adopt(long term, NodeId votedFor) {
    Invariant.check(
        term > ballot.term() || (term == ballot.term() && ballot.votedFor().equals(NodeId.NONE)),
        "one vote a term");
    ballot = new Ballot(term, votedFor);
    effects.add(new RaftEffect.SaveBallot(ballot));
  }

  /// Is a follower of that term, of a leader if one is known.
  void follow(long term, NodeId whom) {
    if (term > ballot.term()) {
      adopt(term, NodeId.NONE);
    }
    become(Role.FOLLOWER, whom);
  }

  void become(Role next, NodeId whom) {
    boolean lost = leads() && next != Role.LEADER;
    boolean told = next != role || !whom.equals(leader);
    role = next;
    leader = whom;
    if (lost) {
      leadershipLost.run();
    }
    if (told) {
      trace(new RaftTrace.RoleChanged(role, term(), leader));
      effects.add(new RaftEffect.RoleChanged(role, term(), leaderOrNull()));
    }
  }

  void heardLeader() {
    heardNanos = nowNanos;
  }

  /// Forgets that a leader was heard: it is known to be gone.
  void missLeader() {
    heardNanos = Long.MIN_VALUE;
  }

  /// Whether there is a leader whom nobody should disturb (section 4.2.3).
  boolean hearsLeader() {
    return leads()
        || (!leader.equals(NodeId.NONE)
            && heardNanos != Long.MIN_VALUE
            && nowNanos - heardNanos < config.electionNanos()
            && !leaderNotHeard.fires());
  }

  /// Whether a log that ends so holds all that is committed here (section 3.6.1).
  boolean upToDate(long lastIndex, long lastTerm) {
    return lastTerm > log.lastTerm()
        || (lastTerm == log.lastTerm() && lastIndex >= log.lastIndex());
  }

  void append(Entry entry) {
    log.append(entry);
    configurations.append(entry);
    effects.add(new RaftEffect.Append(entry));
    trace(new RaftTrace.Appended(entry));
  }

  void truncateFrom(long index) {
    Invariant.check(index > commit, "what is committed is never truncated");
    log.truncateFrom(index);
    configurations.truncateFrom(index);
    durable = Math.min(durable, index - 1);
    effects.add(new RaftEffect.TruncateFrom(index));
    trace(new RaftTrace.Truncated(index));
  }

  void onDurable(long index, long term) {
    if (log.term(index) == term) {
      durable = Math.max(durable, index);
      announce();
    }
  }

  void commitTo(long index) {
    if (index > commit) {
      commit = index;
      announce();
    }
  }

  /// What this node has not on its own disk is not carried out: a state is never ahead of its log.
  private void announce() {
    long through = Math.min(commit, durable);
    if (through > announced) {
      announced = through;
      trace(new RaftTrace.Committed(through, term()));
      effects.add(new RaftEffect.Committed(through));
    }
  }

  void installed(Boundary boundary) {
    log.reset(boundary.index(), boundary.term());
    configurations.reset(boundary.index(), boundary.configuration());
    commit = boundary.index();
    durable = boundary.index();
    announced = boundary.index();
    trace(new RaftTrace.Installed(boundary.index(), boundary.term()));
  }
}
