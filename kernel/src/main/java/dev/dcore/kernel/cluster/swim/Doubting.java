package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds members that answer on detours only, or now and then: gray failures, of which suspicion
/// makes nothing, since they refute in time. Who does not answer a direct ping in time gets a few
/// more; when most of them fail as well, this node doubts it and says so. A doubt changes no state;
/// the stable view counts doubters.
///
/// A node that is not well itself does not doubt others: what it sees may be its own fault.
final class Doubting {
  /// So many at once are a partition, or this node's own fault.
  private static final int TRIALS_MAX = 16;

  /// This many signs of own trouble are no more than what lost datagrams bring.
  private static final int SCORE_MAX = 1;

  /// One member, to which a few pings go.
  private static final class Trial {
    final NodeId target;
    final long stalledNanos;
    final List<Long> unanswered = new ArrayList<>();
    int sent;

    Trial(NodeId target, long stalledNanos) {
      this.target = target;
      this.stalledNanos = stalledNanos;
    }
  }

  private final SwimConfig config;
  private final View view;
  private final Pings pings;
  private final LocalHealth health;
  private final Stalls stalls;
  private final List<Trial> trials = new ArrayList<>();

  Doubting(SwimConfig config, View view, Pings pings, LocalHealth health, Stalls stalls) {
    this.config = config;
    this.view = view;
    this.pings = pings;
    this.health = health;
    this.stalls = stalls;
  }

  /// The direct ping of this probe was not answered in time.
  void begin(Step step, Probe probe) {
    boolean wanted = config.doubt().pings() > 0 && trials.size() < TRIALS_MAX;
    if (wanted && trial(probe.target()) == null) {
      Trial trial = new Trial(probe.target(), stalls.lateNanos());
      trials.add(trial);
      ping(step, trial);
    }
  }

  /// The last ping had its time.
  void onFollowUp(Step step, NodeId target) {
    Trial trial = trial(target);
    if (trial == null) {
      return;
    }
    if (trial.sent < config.doubt().pings() && trial.stalledNanos == stalls.lateNanos()) {
      ping(step, trial);
      return;
    }
    trials.remove(trial);
    boolean failed = trial.unanswered.size() >= config.doubt().failures();
    boolean sound = health.score() <= SCORE_MAX && trial.stalledNanos == stalls.lateNanos();
    if (failed && sound) {
      view.doubt(step, target);
    }
  }

  /// @return whether it answers one of these pings
  boolean onAck(NodeId sender, SwimMessage.Ack ack) {
    Trial trial = trial(sender);
    return trial != null && ack.target() == 0 && trial.unanswered.remove(ack.sequence());
  }

  private void ping(Step step, Trial trial) {
    int slot = view.table().slot(trial.target);
    if (slot == MemberTable.NONE || !view.table().participates(slot)) {
      trials.remove(trial);
      return;
    }
    long sequence = pings.nextSequence();
    trial.sent++;
    trial.unanswered.add(sequence);
    step.datagram(
        view.table().address(slot), pings.ping(sequence, Pings.shortened(trial.target), slot));
    step.timerIn(new SwimTimer.FollowUp(trial.target), config.doubt().spacingNanos());
  }

  private @Nullable Trial trial(NodeId target) {
    for (Trial trial : trials) {
      if (trial.target.equals(target)) {
        return trial;
      }
    }
    return null;
  }
}
