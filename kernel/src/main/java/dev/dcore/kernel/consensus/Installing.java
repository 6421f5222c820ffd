package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How a follower takes a leader's state in place of a log that it cannot get any more (section 5):
/// part by part, each asked for by the last key that it has, so that a broken stream or a restarted
/// leader of the same state costs one part.
final class Installing {
  private final Replica replica;
  private @Nullable Boundary offered;
  private byte[] after = {};
  private boolean began;
  private boolean installing;
  private long askedNanos;

  Installing(Replica replica) {
    this.replica = replica;
  }

  /// Whether a whole state is being put in place of this node's: its log takes nothing meanwhile.
  boolean underWay() {
    return installing;
  }

  void onOffer(NodeId from, RaftMessage.Offer message) {
    long index = message.index();
    if (installing) {
      return;
    }
    if (index <= replica.commit() || replica.log.term(index) == message.indexTerm()) {
      offered = null;
      replica.commitTo(index);
      replica.send(from, new RaftMessage.Appended(replica.term(), Math.max(index, 0)));
      return;
    }
    Boundary boundary = new Boundary(index, message.indexTerm(), message.configuration());
    long now = replica.now();
    if (!boundary.equals(offered)) {
      offered = boundary;
      after = new byte[0];
      began = false;
    } else if (now - askedNanos < 2 * replica.config.heartbeatNanos()) {
      return;
    }
    ask(from);
  }

  void onChunk(NodeId from, RaftMessage.Chunk chunk) {
    Boundary boundary = offered;
    if (boundary == null
        || installing
        || chunk.index() != boundary.index()
        || !Arrays.equals(chunk.after(), after)) {
      return;
    }
    replica.add(new RaftEffect.Stage(chunk.content(), !began));
    began = true;
    after = chunk.last();
    if (chunk.done()) {
      installing = true;
      replica.add(new RaftEffect.Install(boundary));
    } else {
      ask(from);
    }
  }

  void onInstalled(Boundary boundary) {
    installing = false;
    offered = null;
    replica.installed(boundary);
    NodeId leader = replica.leaderOrNull();
    if (leader != null && !replica.leads()) {
      replica.send(leader, new RaftMessage.Appended(replica.term(), boundary.index()));
    }
  }

  private void ask(NodeId from) {
    Boundary boundary = offered;
    if (boundary != null) {
      askedNanos = replica.now();
      replica.send(from, new RaftMessage.AskChunk(replica.term(), boundary.index(), after));
    }
  }
}
