package dev.dcore.sim.consensus;

import dev.dcore.kernel.consensus.Entry;
import dev.dcore.kernel.consensus.RaftTrace;
import dev.dcore.kernel.consensus.Role;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.runtime.GroupTrace;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds replicas to Raft's safety properties (Ongaro's thesis, figure 3.2) by what they say of
/// their logs, whatever they mean by it:
///
/// - election safety: a term has one leader;
/// - leader append-only: a leader never truncates its log;
/// - log matching: entries of one index and term are the same, and follow upon the same;
/// - leader completeness: who is elected has all that was agreed on before;
/// - state machine safety: what is carried out at an index is the same everywhere, in order, and
///   without gaps but where a state was taken over.
final class RaftChecker implements Observer {
  /// Of one run; what comes after them mostly follows from them.
  private static final int VIOLATIONS_MAX = 20;

  /// What is known of an entry of an index and term, from the first replica that had it.
  private record Known(long term, int checksum, long previousTerm) {}

  /// One replica, over all its lives.
  private static final class Replica {
    private final ReplicaLog log = new ReplicaLog();
    private Role role = Role.FOLLOWER;
    private long term;
    private long committed;
    private long carried;
    private boolean open;
  }

  private final Simulation simulation;
  private final AgreedLog agreed;
  private final Map<SimProcess, Replica> replicas = new LinkedHashMap<>();
  private final Map<Long, String> leaders = new LinkedHashMap<>();
  private final List<List<Known>> known = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Integer> happened = new LinkedHashMap<>();

  RaftChecker(Simulation simulation, AgreedLog agreed) {
    this.simulation = simulation;
    this.agreed = agreed;
    for (Happening each : Happening.values()) {
      happened.put(each.label, 0);
    }
  }

  /// What a campaign should have seen.
  private enum Happening {
    ELECTION("elections"),
    TRUNCATION("truncations"),
    INSTALL("installs"),
    CHECKPOINT("checkpoints"),
    JOINT("joint_configurations"),
    STOP("stopped_replicas");

    private final String label;

    Happening(String label) {
      this.label = label;
    }
  }

  /// How often things happened that a run without them would not test.
  Map<String, Integer> happened() {
    return happened;
  }

  List<String> violations() {
    return violations;
  }

  /// Who leads in the latest term of all, if it still runs.
  @Nullable SimProcess leader() {
    SimProcess latest = null;
    long term = 0;
    for (Map.Entry<SimProcess, Replica> each : replicas.entrySet()) {
      Replica replica = each.getValue();
      if (each.getKey().running() && replica.role == Role.LEADER && replica.term > term) {
        latest = each.getKey();
        term = replica.term;
      }
    }
    return latest;
  }

  /// How far a replica's state is.
  long carried(SimProcess process) {
    return replica(process).carried;
  }

  boolean open(SimProcess process) {
    return replica(process).open;
  }

  void violate(String what) {
    if (violations.size() < VIOLATIONS_MAX) {
      double seconds = simulation.queue().nowNanos() / 1e9;
      violations.add(String.format(java.util.Locale.ROOT, "%.6f s: %s", seconds, what));
    }
  }

  @Override
  public void started(SimProcess process) {
    Replica replica = replica(process);
    replica.role = Role.FOLLOWER;
    replica.open = false;
  }

  @Override
  public void stopped(SimProcess process) {
    Replica replica = replica(process);
    replica.role = Role.FOLLOWER;
    replica.open = false;
  }

  @Override
  public void traced(SimProcess process, TraceEvent event) {
    switch (event) {
      case RaftTrace raft -> onRaft(process, replica(process), raft);
      case GroupTrace group -> onGroup(process, replica(process), group);
      default -> {}
    }
  }

  private void onRaft(SimProcess process, Replica replica, RaftTrace event) {
    switch (event) {
      case RaftTrace.Started started -> onStarted(process, replica, started);
      case RaftTrace.RoleChanged changed -> onRole(process, replica, changed);
      case RaftTrace.Appended(Entry entry) -> onAppended(process, replica, entry);
      case RaftTrace.Truncated(long from) -> onTruncated(process, replica, from);
      case RaftTrace.Committed(long through, long term) ->
          onCommitted(process, replica, through, term);
      case RaftTrace.Installed(long index, long term) -> {
        count(Happening.INSTALL);
        onBoundary(process, index, term);
        replica.log.reset(index, term);
        replica.committed = Math.max(replica.committed, index);
        replica.carried = index;
      }
      case RaftTrace.Reconfiguring reconfiguring -> {
        if (reconfiguring.incoming() > 0) {
          count(Happening.JOINT);
        }
      }
    }
  }

  private void onGroup(SimProcess process, Replica replica, GroupTrace event) {
    switch (event) {
      case GroupTrace.Opened opened -> {
        replica.open = true;
        replica.carried = opened.state();
        replica.committed = opened.state();
        if (opened.state() > agreed.last()) {
          violate(
              process.name()
                  + " begins with a state of "
                  + opened.state()
                  + ", and only "
                  + agreed.last()
                  + " entries were agreed on");
        }
      }
      case GroupTrace.Carried carried -> onCarried(process, replica, carried);
      case GroupTrace.Checkpointed _ -> count(Happening.CHECKPOINT);
      case GroupTrace.Stopped _ -> {
        count(Happening.STOP);
        replica.role = Role.FOLLOWER;
        replica.open = false;
      }
      case GroupTrace.Noted _ -> {}
    }
  }

  private void onStarted(SimProcess process, Replica replica, RaftTrace.Started started) {
    long index = started.boundary().index();
    onBoundary(process, index, started.boundary().term());
    if (started.ballot().term() < replica.term && replica.log.lastIndex() > 0) {
      // What it had only said to itself may be forgotten; what it had told is in VoteChecker.
      replica.term = started.ballot().term();
    }
    replica.log.reset(index, started.boundary().term());
    for (Entry entry : started.entries()) {
      match(process, replica, entry);
      replica.log.append(entry);
    }
  }

  private void onBoundary(SimProcess process, long index, long term) {
    if (index > agreed.last()) {
      violate(
          process.name() + "'s log begins behind entry " + index + ", which nobody had agreed on");
    } else if (agreed.term(index) != term) {
      violate(
          process.name()
              + "'s log begins behind entry "
              + index
              + " of term "
              + term
              + ", and term "
              + agreed.term(index)
              + " was agreed on");
    }
  }

  private void onRole(SimProcess process, Replica replica, RaftTrace.RoleChanged changed) {
    replica.role = changed.role();
    replica.term = changed.term();
    if (changed.role() != Role.LEADER) {
      return;
    }
    count(Happening.ELECTION);
    String life = process.name() + " in its life " + process.starts();
    String other = leaders.putIfAbsent(changed.term(), life);
    if (other != null) {
      violate("term " + changed.term() + " has two leaders: " + other + ", and " + life);
    }
    for (long index = replica.log.baseIndex() + 1; index <= agreed.last(); index++) {
      if (agreed.agreedBy(index) < changed.term()
          && replica.log.term(index) != agreed.term(index)) {
        violate(
            process.name()
                + " leads term "
                + changed.term()
                + " without entry "
                + index
                + " of term "
                + agreed.term(index)
                + ", which was agreed on before");
        return;
      }
    }
  }

  private void onAppended(SimProcess process, Replica replica, Entry entry) {
    if (entry.index() != replica.log.lastIndex() + 1) {
      violate(
          process.name()
              + " appends entry "
              + entry.index()
              + " behind "
              + replica.log.lastIndex());
      return;
    }
    match(process, replica, entry);
    replica.log.append(entry);
  }

  /// The same index and term is the same entry behind the same; so by induction all before it are
  /// the same.
  private void match(SimProcess process, Replica replica, Entry entry) {
    while (known.size() <= entry.index()) {
      known.add(new ArrayList<>(1));
    }
    long previousTerm = replica.log.term(entry.index() - 1);
    List<Known> there = known.get((int) entry.index());
    for (Known each : there) {
      if (each.term == entry.term()) {
        if (each.checksum != entry.checksum() || each.previousTerm != previousTerm) {
          violate(
              process.name()
                  + " has another entry "
                  + entry.index()
                  + " of term "
                  + entry.term()
                  + " than the others");
        }
        return;
      }
    }
    there.add(new Known(entry.term(), entry.checksum(), previousTerm));
  }

  private void onTruncated(SimProcess process, Replica replica, long from) {
    count(Happening.TRUNCATION);
    if (replica.role == Role.LEADER) {
      violate(process.name() + " leads, and truncates its log from entry " + from);
    }
    if (from <= replica.carried) {
      violate(process.name() + " truncates entry " + from + ", which it has carried out");
    }
    replica.log.truncateFrom(from);
  }

  private void onCommitted(SimProcess process, Replica replica, long through, long term) {
    for (long index = replica.committed + 1; index <= through; index++) {
      if (!replica.log.has(index)) {
        violate(process.name() + " says that entry " + index + " is agreed on, and has it not");
        return;
      }
      agree(process, replica.log.get(index), term);
    }
    replica.committed = Math.max(replica.committed, through);
  }

  private void agree(SimProcess process, Entry entry, long term) {
    long index = entry.index();
    if (!agreed.has(index)) {
      if (index != agreed.last() + 1) {
        violate(process.name() + " agrees on entry " + index + " before those before it");
        return;
      }
      String wrong = agreed.add(entry, term);
      if (!wrong.isEmpty()) {
        violate(wrong);
      }
    } else if (agreed.term(index) != entry.term()
        || agreed.get(index).checksum() != entry.checksum()) {
      violate(
          process.name()
              + " says that entry "
              + index
              + " of term "
              + entry.term()
              + " is agreed on, and it was that of term "
              + agreed.term(index));
    } else {
      agreed.agreedBy(index, term);
    }
  }

  private void onCarried(SimProcess process, Replica replica, GroupTrace.Carried carried) {
    long index = carried.index();
    if (index != replica.carried + 1) {
      violate(process.name() + " carries out entry " + index + " after " + replica.carried);
    }
    replica.carried = index;
    if (!agreed.has(index)) {
      violate(process.name() + " carries out entry " + index + ", which nobody had agreed on");
    } else if (agreed.term(index) != carried.term()
        || agreed.get(index).checksum() != carried.checksum()) {
      violate(
          process.name()
              + " carries out another entry "
              + index
              + " (term "
              + carried.term()
              + ") than was agreed on (term "
              + agreed.term(index)
              + ")");
    }
  }

  private Replica replica(SimProcess process) {
    return replicas.computeIfAbsent(process, _ -> new Replica());
  }

  private void count(Happening what) {
    happened.merge(what.label, 1, Integer::sum);
  }
}
