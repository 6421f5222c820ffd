package dev.dcore.sim.consensus;

import dev.dcore.kernel.consensus.RaftMessage;
import dev.dcore.kernel.consensus.RaftMessages;
import dev.dcore.kernel.transport.Frame;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.sim.transport.NetworkTap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Holds each node to what it told others of its term and its vote, over all its lives: in a term
/// it votes for one, and a later life is in no earlier term.
final class VoteChecker implements NetworkTap {
  private static final int TYPE_OFFSET = 6;
  private static final int REQUEST_VOTE =
      RaftMessages.TABLE.typeOf(new RaftMessage.RequestVote(1, 0, 0, false));
  private static final int VOTED = RaftMessages.TABLE.typeOf(new RaftMessage.Voted(1, true));
  private static final int HEARTBEAT_ANSWERED =
      RaftMessages.TABLE.typeOf(new RaftMessage.HeartbeatAnswered(1, 1));

  private record Vote(int node, long term) {}

  /// The highest term that a node told: in this boot, and in those before.
  private record Told(long boot, long term, long before) {}

  private final Consumer<String> violate;
  private final Map<Vote, Integer> votes = new LinkedHashMap<>();
  private final Map<Integer, Told> told = new LinkedHashMap<>();

  VoteChecker(Consumer<String> violate) {
    this.violate = violate;
  }

  @Override
  public void streamFrame(int from, int to, byte[] frame) {
    int type = frame[TYPE_OFFSET] & 0xFF;
    if (type != VOTED && type != REQUEST_VOTE && type != HEARTBEAT_ANSWERED) {
      return;
    }
    try {
      Frame opened = Frame.ofStreamFrame(frame);
      RaftMessage message = RaftMessages.TABLE.decode(type, opened.body());
      onTerm(from, opened.boot(), message.term());
      if (message instanceof RaftMessage.RequestVote) {
        onVote(from, message.term(), from);
      } else if (message instanceof RaftMessage.Voted(long term, boolean granted) && granted) {
        onVote(from, term, to);
      }
    } catch (MalformedFrame e) {
      violate.accept("node " + from + " sends what cannot be read: " + e.reason());
    }
  }

  private void onVote(int node, long term, int candidate) {
    Integer before = votes.putIfAbsent(new Vote(node, term), candidate);
    if (before != null && before != candidate) {
      violate.accept(
          "node "
              + node
              + " votes in term "
              + term
              + " for node "
              + before
              + " and for node "
              + candidate);
    }
  }

  /// Within a boot, streams to different nodes are not in order with each other.
  private void onTerm(int node, long boot, long term) {
    Told last = told.getOrDefault(node, new Told(boot, 0, 0));
    long before = boot == last.boot() ? last.before() : Math.max(last.before(), last.term());
    if (term < before) {
      violate.accept(
          "node "
              + node
              + " is in term "
              + term
              + ", and was in "
              + before
              + " before it restarted");
    }
    long most = boot == last.boot() ? Math.max(last.term(), term) : term;
    told.put(node, new Told(boot, most, before));
  }
}
