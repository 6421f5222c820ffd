package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.List;

/// How a leader serves its state to those who need what is no longer in the log (section 5): it
/// offers one state to all of them, and they ask for its parts in the order of its keys, each from
/// where it stands.
final class Offering {
  private static final long NONE = 0;

  private final Replica replica;
  private final List<NodeId> waiting = new ArrayList<>();
  private boolean taking;
  private long taken = NONE;

  Offering(Replica replica) {
    this.replica = replica;
  }

  /// The log keeps its entries behind this index, from which those continue who take the state.
  long keepsBehind() {
    return taken == NONE ? Long.MAX_VALUE : taken;
  }

  void offer(Progress peer) {
    if (!waiting.contains(peer.peer)) {
      waiting.add(peer.peer);
    }
    if (taken != NONE && taken >= replica.log.boundary()) {
      send(peer.peer);
    } else if (!taking) {
      taking = true;
      replica.add(new RaftEffect.TakeSnapshot());
    }
  }

  void onTaken(long index) {
    if (!taking || !replica.leads()) {
      taking = false;
      replica.add(new RaftEffect.ReleaseSnapshot());
      return;
    }
    taking = false;
    taken = index;
    waiting.forEach(this::send);
  }

  /// Offers again to who has not got it, and forgets the state when nobody needs it.
  void tick(Iterable<Progress> peers) {
    waiting.clear();
    for (Progress peer : peers) {
      if (peer.mode() == Progress.Mode.SNAPSHOT) {
        offer(peer);
      }
    }
    if (waiting.isEmpty() && taken != NONE) {
      end();
    }
  }

  void onAskChunk(NodeId from, RaftMessage.AskChunk message) {
    if (taken != NONE && message.index() == taken) {
      replica.add(new RaftEffect.ReadChunk(from, message));
    }
  }

  void end() {
    waiting.clear();
    if (taken != NONE) {
      taken = NONE;
      replica.add(new RaftEffect.ReleaseSnapshot());
    }
  }

  private void send(NodeId peer) {
    replica.send(
        peer,
        new RaftMessage.Offer(
            replica.term(), taken, replica.log.term(taken), replica.configurations.at(taken)));
  }
}
