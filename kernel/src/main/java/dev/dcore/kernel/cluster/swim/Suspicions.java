package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All members under suspicion, by their slots, and one timer for all: half of a large cluster can
/// come under suspicion at once.
///
/// Invariant: who is in here is suspect in the table, in this incarnation.
final class Suspicions {
  private final SwimConfig config;
  private final Stalls stalls;
  private final Map<Integer, Suspicion> bySlot = new LinkedHashMap<>();
  private boolean armed;

  Suspicions(SwimConfig config, Stalls stalls) {
    this.config = config;
    this.stalls = stalls;
  }

  boolean isEmpty() {
    return bySlot.isEmpty();
  }

  /// Replaces one of an older incarnation.
  void begin(Step step, int slot, long incarnation, NodeId accuser) {
    Suspicion suspicion =
        new Suspicion(incarnation, step.nowNanos(), stalls.totalNanos(step.nowNanos()));
    suspicion.accuse(accuser, config.suspicion().accusersMax());
    bySlot.put(slot, suspicion);
    arm(step);
  }

  /// One more says so.
  ///
  /// @return whether that makes a difference
  boolean confirm(int slot, long incarnation, NodeId accuser) {
    Suspicion suspicion = bySlot.get(slot);
    return suspicion != null
        && suspicion.incarnation() == incarnation
        && suspicion.accuse(accuser, config.suspicion().accusersMax());
  }

  /// Somebody else declared this member dead.
  ///
  /// @return whether that is news, of a member that is under suspicion in that incarnation
  boolean declare(int slot, long incarnation) {
    Suspicion suspicion = bySlot.get(slot);
    return suspicion != null && suspicion.incarnation() == incarnation && suspicion.declare();
  }

  int size() {
    return bySlot.size();
  }

  void end(int slot) {
    bySlot.remove(slot);
  }

  /// Who accuses this member, the first first.
  List<NodeId> accusers(int slot) {
    Suspicion suspicion = bySlot.get(slot);
    return suspicion == null ? List.of() : suspicion.accusers();
  }

  /// When this member was first suspected, or null when it is not.
  @Nullable Long startedNanos(int slot) {
    Suspicion suspicion = bySlot.get(slot);
    return suspicion == null ? null : suspicion.startedNanos();
  }

  /// After a long pause nobody had a chance to be heard: all start anew.
  void restart(Step step) {
    bySlot.replaceAll(
        (slot, old) -> old.restarted(step.nowNanos(), stalls.totalNanos(step.nowNanos())));
  }

  /// The slots of those that had their time; whoever asks ends them.
  ///
  /// @param members how many take part, this node included
  List<Integer> due(Step step, int members) {
    armed = false;
    List<Integer> due = new ArrayList<>();
    bySlot.forEach(
        (slot, suspicion) -> {
          if (dueNanos(step, suspicion, members) <= step.nowNanos()) {
            due.add(slot);
          }
        });
    return due;
  }

  /// The slots of those that should have refuted by now: this node may have missed it.
  ///
  /// @param members how many take part, this node included
  List<Integer> toAsk(Step step, int members) {
    if (!config.suspicion().skeptical() || bySlot.isEmpty()) {
      return List.of();
    }
    long min = config.suspicionMinNanos(members);
    long stalled = stalls.totalNanos(step.nowNanos());
    List<Integer> toAsk = new ArrayList<>();
    bySlot.forEach(
        (slot, suspicion) -> {
          if (suspicion.asks(suspicion.waitedNanos(step.nowNanos(), stalled), min)) {
            toAsk.add(slot);
          }
        });
    return toAsk;
  }

  /// Looks again soon: often enough to see how long this process stood still, and to be in time
  /// when a confirmation makes a suspicion shorter.
  void arm(Step step) {
    if (!armed && !bySlot.isEmpty()) {
      armed = true;
      step.timerIn(new SwimTimer.SuspicionRound(), config.suspicion().roundNanos());
    }
  }

  private long dueNanos(Step step, Suspicion suspicion, int members) {
    return suspicion.dueNanos(
        config.suspicion(),
        members,
        config.probe().periodNanos(),
        stalls.totalNanos(step.nowNanos()));
  }
}
