package dev.dcore.kernel.runtime;

import dev.dcore.kernel.store.Applied;
import dev.dcore.kernel.store.Companion;
import dev.dcore.kernel.store.Operation;
import dev.dcore.kernel.store.ReplicatedEntry;
import dev.dcore.kernel.store.UnknownQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/// The seam between a replica and its state machine's companion: what the companion proposes while
/// this node leads, and who waits for what it collects.
final class GroupCompanion {
  /// Commands of the companion that are proposed at once: what others ask comes in between.
  private static final int PROPOSED_MAX = 64;

  private final Companion companion;
  private final GroupState state;
  private final BiConsumer<Long, GroupAnswer> answers;
  private final Map<Long, byte[]> early = new LinkedHashMap<>();
  private final Map<Long, Long> takers = new LinkedHashMap<>();
  private final TreeSet<Long> watches = new TreeSet<>();
  private long lastWatch;
  private boolean open;
  private boolean leads;

  GroupCompanion(Companion companion, GroupState state, BiConsumer<Long, GroupAnswer> answers) {
    this.companion = companion;
    this.state = state;
    this.answers = answers;
  }

  /// The state is as far as this node's own disk says: who came earlier is served now.
  void onOpen() {
    open = true;
    Map<Long, byte[]> waiting = new LinkedHashMap<>(early);
    early.clear();
    waiting.forEach(this::onWatch);
  }

  /// This node leads, and the first entry of a term was carried out: with that of its own term it
  /// has all that was committed before.
  void onTerm(long nowNanos, long term, long ownTerm) {
    if (term == ownTerm) {
      leads = true;
      companion.lead(nowNanos, state.reader());
    }
  }

  /// Leads no more, or not yet.
  void onRoleChanged() {
    leads = false;
    companion.follow();
  }

  void onApplied(long nowNanos, Applied applied) {
    companion.applied(nowNanos, applied);
  }

  void onRestored() {
    companion.restored(state.reader());
    serve();
  }

  long deadlineNanos() {
    return leads ? companion.deadlineNanos() : Companion.NEVER;
  }

  /// Entries that are to be proposed now.
  List<byte[]> due(long nowNanos) {
    if (nowNanos < deadlineNanos()) {
      return List.of();
    }
    List<byte[]> entries = new ArrayList<>();
    for (byte[] command : companion.due(nowNanos, PROPOSED_MAX)) {
      entries.add(new ReplicatedEntry(0, Operation.Execute.once(command)).encode());
    }
    return entries;
  }

  /// It is confirmed that this node led after the question came.
  GroupAnswer askedAsLeader(long nowNanos, byte[] question) {
    if (!leads) {
      return new GroupAnswer.NotLeader("this node does not lead", null);
    }
    try {
      byte[] answer = companion.askedAsLeader(nowNanos, question, state.reader());
      return new GroupAnswer.Answered(state.position(), answer);
    } catch (UnknownQuery e) {
      return new GroupAnswer.Rejected(String.valueOf(e.getMessage()));
    }
  }

  void onWatch(long ticket, byte[] question) {
    if (!open) {
      early.put(ticket, question);
      return;
    }
    long watch = ++lastWatch;
    String refused;
    try {
      refused = companion.watch(watch, question, state.reader());
    } catch (UnknownQuery e) {
      refused = String.valueOf(e.getMessage());
    }
    if (refused.isEmpty()) {
      watches.add(watch);
      answers.accept(ticket, new GroupAnswer.Watching(watch, state.position()));
    } else {
      answers.accept(ticket, new GroupAnswer.Rejected(refused));
    }
  }

  void onTake(long ticket, long watch) {
    if (!watches.contains(watch)) {
      answers.accept(ticket, new GroupAnswer.Rejected("there is no such watch"));
      return;
    }
    Long other = takers.put(watch, ticket);
    if (other != null) {
      answers.accept(other, new GroupAnswer.Noticed(List.of()));
    }
    serve();
  }

  void onEndWatch(long ticket, long watch) {
    companion.endWatch(watch);
    watches.remove(watch);
    Long taker = takers.remove(watch);
    if (taker != null) {
      answers.accept(taker, new GroupAnswer.Rejected("the watch has ended"));
    }
    answers.accept(ticket, new GroupAnswer.Done());
  }

  /// Answers those for whom something waits.
  void serve() {
    if (takers.isEmpty()) {
      return;
    }
    for (long watch : companion.ready()) {
      Long ticket = takers.remove(watch);
      if (ticket != null) {
        answers.accept(ticket, new GroupAnswer.Noticed(companion.take(watch)));
      }
    }
  }

  void onStopped(String reason) {
    List<Long> waiting = new ArrayList<>(early.keySet());
    waiting.addAll(takers.values());
    early.clear();
    takers.clear();
    waiting.forEach(ticket -> answers.accept(ticket, new GroupAnswer.Rejected(reason)));
  }
}
