package dev.dcore.kernel.consensus;

import dev.dcore.kernel.base.BuggifyPoint;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How a leader brings its log to the others (section 3.5): in pipelined batches, while its own
/// disk writes (10.2), and how it learns what is committed (3.6.2).
final class Replication {
  /// A learner that is not heard for so many election timeouts is forgotten; it asks again.
  private static final int LEARNER_PATIENCE = 10;

  private final Replica replica;
  private final Offering offering;
  private final BuggifyPoint oneEntry;
  private final BuggifyPoint noHeartbeat;
  private final Runnable onCommit;
  private final Map<NodeId, Progress> peers = new LinkedHashMap<>();
  private long uncommittedBytes;
  private long round;

  Replication(Replica replica, Offering offering, Choices choices, Runnable onCommit) {
    this.replica = replica;
    this.offering = offering;
    this.oneEntry = choices.buggify("one-entry-a-message", 0.5);
    this.noHeartbeat = choices.buggify("heartbeat-not-sent", 0.1);
    this.onCommit = onCommit;
  }

  void begin() {
    peers.clear();
    round = 0;
    uncommittedBytes = replica.log.bytes(replica.commit(), replica.log.lastIndex());
    meet();
    propose(Entry.Kind.NOOP, new byte[0]);
    beat();
  }

  void end() {
    peers.clear();
    offering.end();
  }

  Iterable<Progress> peers() {
    return peers.values();
  }

  /// Knows each voter, and no longer whom nobody needs.
  void meet() {
    List<NodeId> voters = replica.configurations.latest().all();
    for (NodeId voter : voters) {
      learn(voter);
    }
  }

  /// Sends the log to one more node.
  void learn(NodeId peer) {
    if (!peer.equals(replica.self) && !peers.containsKey(peer)) {
      Progress fresh = new Progress(peer, replica.log.lastIndex() + 1, replica.now());
      peers.put(peer, fresh);
      replicate(fresh);
    }
  }

  boolean hasRoom(int bytes) {
    return uncommittedBytes + bytes <= replica.config.uncommittedBytesMax();
  }

  /// Appends, and sends.
  Entry propose(Entry.Kind kind, byte[] data) {
    Entry entry = new Entry(replica.log.lastIndex() + 1, replica.term(), kind, data);
    replica.append(entry);
    uncommittedBytes += entry.bytes();
    if (kind == Entry.Kind.CONFIGURATION) {
      meet();
    }
    peers.values().forEach(this::replicate);
    return entry;
  }

  /// A round of heartbeats.
  ///
  /// @return its number
  long beat() {
    round++;
    for (Progress peer : peers.values()) {
      heartbeat(peer);
    }
    return round;
  }

  /// Tells one node what is committed.
  void tell(NodeId to) {
    Progress peer = peers.get(to);
    if (peer != null) {
      heartbeat(peer);
    }
  }

  private void heartbeat(Progress peer) {
    if (noHeartbeat.fires()) {
      return;
    }
    long commit = Math.min(replica.commit(), peer.match());
    replica.send(peer.peer, new RaftMessage.Heartbeat(replica.term(), commit, round));
  }

  /// The last round that a majority has answered.
  long confirmedRound() {
    return replica.configurations.latest().reached(this::roundOf);
  }

  private long roundOf(NodeId id) {
    Progress peer = peers.get(id);
    return peer != null ? peer.round() : id.equals(replica.self) ? round : 0;
  }

  /// Regularly: what may be lost is asked again, and a leader that no majority answers steps down
  /// (section 6.2).
  void tick() {
    long patience = replica.config.electionNanos();
    NodeId self = replica.self;
    Configuration voters = replica.configurations.latest();
    if (!voters.decides(id -> id.equals(self) || heardWithin(id, patience))) {
      replica.follow(replica.term(), NodeId.NONE);
      return;
    }
    peers
        .values()
        .removeIf(
            peer ->
                !voters.votes(peer.peer) && !heardWithin(peer.peer, LEARNER_PATIENCE * patience));
    for (Progress peer : peers.values()) {
      if (peer.stalled(replica.now(), patience)) {
        peer.probeFrom(peer.match() + 1);
      }
      peer.askAgain();
      replicate(peer);
    }
    offering.tick(peers.values());
  }

  private boolean heardWithin(NodeId id, long nanos) {
    Progress peer = peers.get(id);
    return peer != null && replica.now() - peer.heardNanos() < nanos;
  }

  void onDisconnected(NodeId id) {
    Progress peer = peers.get(id);
    if (peer != null && peer.mode() == Progress.Mode.REPLICATE) {
      peer.probeFrom(peer.match() + 1);
    }
  }

  void onHeartbeatAnswered(NodeId from, RaftMessage.HeartbeatAnswered message) {
    Progress peer = peers.get(from);
    if (peer != null) {
      peer.heard(replica.now());
      peer.answered(message.round());
    }
  }

  void onAppended(NodeId from, RaftMessage.Appended message) {
    Progress peer = peers.get(from);
    if (peer == null) {
      return;
    }
    peer.heard(replica.now());
    if (peer.mode() == Progress.Mode.SNAPSHOT) {
      if (message.match() < replica.log.boundary()) {
        return;
      }
      peer.probeFrom(message.match() + 1);
    }
    if (peer.matched(message.match(), replica.now())) {
      advance();
    }
    replicate(peer);
  }

  void onRefused(NodeId from, RaftMessage.Refused message) {
    Progress peer = peers.get(from);
    if (peer == null) {
      return;
    }
    peer.heard(replica.now());
    boolean stale =
        peer.mode() == Progress.Mode.SNAPSHOT
            || message.previousIndex() < peer.match()
            || (peer.mode() == Progress.Mode.PROBE && message.previousIndex() != peer.next() - 1);
    if (!stale) {
      long meet = replica.log.lastAtMost(message.hintIndex(), message.hintTerm());
      peer.probeFrom(Math.min(meet, message.previousIndex() - 1) + 1);
      replicate(peer);
    }
  }

  /// Commits what a majority has durably, in this leader's own term (section 3.6.2: an entry of an
  /// earlier term is committed only by one of this).
  void advance() {
    long reached = replica.configurations.latest().reached(this::matchOf);
    long before = replica.commit();
    if (reached > before && replica.log.term(reached) == replica.term()) {
      uncommittedBytes -= replica.log.bytes(before, reached);
      replica.commitTo(reached);
      onCommit.run();
    }
  }

  /// Of a voter: how far it has the log, durably.
  long matchOf(NodeId id) {
    Progress peer = peers.get(id);
    return peer != null ? peer.match() : id.equals(replica.self) ? replica.durable() : 0;
  }

  private void replicate(Progress peer) {
    if (peer.mode() != Progress.Mode.SNAPSHOT && peer.next() <= replica.log.boundary()) {
      peer.needsSnapshot();
      offering.offer(peer);
    }
    if (peer.mayAsk()) {
      append(peer, List.of());
      peer.asked();
    }
    while (peer.maySend(replica.config) && peer.next() <= replica.log.lastIndex()) {
      List<Entry> entries =
          replica.log.slice(peer.next(), oneEntry.fires() ? 0 : replica.config.messageBytesMax());
      append(peer, entries);
      long bytes = 0;
      for (Entry entry : entries) {
        bytes += entry.bytes();
      }
      peer.sent(peer.next() + entries.size() - 1, bytes, replica.now());
    }
  }

  private void append(Progress peer, List<Entry> entries) {
    long previous = peer.next() - 1;
    replica.send(
        peer.peer,
        new RaftMessage.Append(
            replica.term(), previous, replica.log.term(previous), replica.commit(), entries));
  }

  /// For people.
  List<RaftStatus.Follower> followers() {
    List<RaftStatus.Follower> followers = new ArrayList<>();
    for (Progress peer : peers.values()) {
      followers.add(
          new RaftStatus.Follower(
              peer.peer,
              replica.configurations.latest().votes(peer.peer),
              peer.mode().name().toLowerCase(Locale.ROOT),
              peer.match(),
              replica.now() - peer.heardNanos()));
    }
    return followers;
  }
}
