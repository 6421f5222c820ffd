package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Linearizable reads without an entry in the log (section 6.4): a leader takes what is committed
/// when the read comes, and makes sure by a round of heartbeats that it still led then. One round
/// serves all reads that came before it began. A follower asks its leader for the index.
final class Reads {
  /// Reads that wait for a round, or for the leader; what comes on top is refused.
  static final int WAITING_MAX = 10_000;

  /// @param asker who gets the index; null for this node itself
  private record Waiting(@Nullable NodeId asker, long id, long index, long round) {}

  private record Asked(long ticket, long nanos) {}

  private final Replica replica;
  private final Replication replication;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final List<Waiting> early = new ArrayList<>();
  private final Map<Long, Asked> asked = new LinkedHashMap<>();
  private NodeId askedLeader = NodeId.NONE;
  private long lastId;
  private long lastRound;

  Reads(Replica replica, Replication replication) {
    this.replica = replica;
    this.replication = replication;
  }

  void onRead(long ticket) {
    if (replica.leads()) {
      take(null, ticket);
    } else if (replica.leaderOrNull() == null) {
      fail(ticket, "nobody is known to lead");
    } else {
      ask(ticket);
    }
  }

  void onAskIndex(NodeId from, RaftMessage.AskIndex message) {
    if (replica.leads()) {
      take(from, message.id());
    } else {
      replica.send(from, new RaftMessage.IndexIs(replica.term(), message.id(), 0));
    }
  }

  void onIndexIs(NodeId from, RaftMessage.IndexIs message) {
    Asked answered = from.equals(askedLeader) ? asked.remove(message.id()) : null;
    if (answered == null) {
      return;
    }
    if (message.index() == 0) {
      fail(answered.ticket(), "the node that was asked does not lead");
    } else {
      replica.add(new RaftEffect.ReadAt(answered.ticket(), message.index()));
    }
  }

  /// An entry of this leader's term is committed, or more of them.
  void onCommit() {
    if (!early.isEmpty() && settled()) {
      List<Waiting> now = List.copyOf(early);
      early.clear();
      now.forEach(each -> take(each.asker(), each.id()));
    }
    confirm();
  }

  /// Answers what the last round has confirmed, and begins the next one if somebody waits for it.
  void confirm() {
    long confirmed = replication.confirmedRound();
    while (!waiting.isEmpty() && waiting.getFirst().round() <= confirmed) {
      answer(waiting.removeFirst());
    }
    if (!waiting.isEmpty() && confirmed >= lastRound) {
      beat();
    }
  }

  /// A round of heartbeats, which serves the reads that wait for the next one.
  void beat() {
    lastRound = replication.beat();
    long confirmed = replication.confirmedRound();
    if (confirmed >= lastRound) {
      confirm();
    }
  }

  /// This node leads no more.
  void onLeadershipLost() {
    List<Waiting> lost = new ArrayList<>(waiting);
    lost.addAll(early);
    waiting.clear();
    early.clear();
    lastRound = 0;
    for (Waiting each : lost) {
      if (each.asker() == null) {
        fail(each.id(), "the leadership was lost");
      } else {
        replica.send(each.asker(), new RaftMessage.IndexIs(replica.term(), each.id(), 0));
      }
    }
  }

  /// What was asked of another leader than this is not answered any more, or was lost.
  void onLeader(NodeId leader) {
    if (!leader.equals(askedLeader)) {
      failAsked(Long.MAX_VALUE, "the leader changed");
      askedLeader = leader;
    }
  }

  void onDisconnected(NodeId peer) {
    if (peer.equals(askedLeader)) {
      failAsked(Long.MAX_VALUE, "the stream to the leader broke");
    }
  }

  private void take(@Nullable NodeId asker, long id) {
    if (waiting.size() + early.size() >= WAITING_MAX) {
      answer(new Waiting(asker, id, 0, 0));
    } else if (!settled()) {
      early.add(new Waiting(asker, id, 0, 0));
    } else {
      boolean idle = replication.confirmedRound() >= lastRound;
      waiting.add(new Waiting(asker, id, replica.commit(), lastRound + 1));
      if (idle) {
        beat();
      }
    }
  }

  /// Whether what is committed here is all that is committed.
  private boolean settled() {
    return replica.log.term(replica.commit()) == replica.term();
  }

  private void answer(Waiting done) {
    if (done.asker() != null) {
      replication.tell(done.asker());
      replica.send(done.asker(), new RaftMessage.IndexIs(replica.term(), done.id(), done.index()));
    } else if (done.index() == 0) {
      fail(done.id(), "too many reads wait");
    } else {
      replica.add(new RaftEffect.ReadAt(done.id(), done.index()));
    }
  }

  private void ask(long ticket) {
    long old = replica.now() - 2 * replica.config.electionNanos();
    failAsked(old, "the leader does not answer");
    if (asked.size() >= WAITING_MAX) {
      fail(ticket, "too many reads wait");
      return;
    }
    askedLeader = replica.leader();
    asked.put(++lastId, new Asked(ticket, replica.now()));
    replica.send(askedLeader, new RaftMessage.AskIndex(replica.term(), lastId));
  }

  private void failAsked(long before, String reason) {
    while (!asked.isEmpty()) {
      Map.Entry<Long, Asked> oldest = asked.entrySet().iterator().next();
      if (oldest.getValue().nanos() > before) {
        return;
      }
      asked.remove(oldest.getKey());
      fail(oldest.getValue().ticket(), reason);
    }
  }

  private void fail(long ticket, String reason) {
    replica.add(new RaftEffect.ReadFailed(ticket, reason, replica.leaderOrNull()));
  }
}
