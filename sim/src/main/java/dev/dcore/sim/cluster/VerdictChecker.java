package dev.dcore.sim.cluster;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.sim.runtime.SimProcess;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds verdicts to what those who pass them have seen: nobody is declared dead by a node that did
/// not suspect it, in that incarnation, for the configured minimum by its own clock; and who
/// accuses somebody had itself seen it in that incarnation, in this life or an earlier one.
///
/// Whom a node first hears of as dead it need not have suspected.
final class VerdictChecker {
  /// What one life of one process holds against whom, by the number that [MembershipChecker] gave.
  private static final class Life {
    final BitSet listed = new BitSet();
    long[] suspected = new long[16];
    long[] sinceNanos = new long[16];
    int participants;

    void reserve(int number) {
      if (number >= suspected.length) {
        int length = Math.max(number + 1, 2 * suspected.length);
        suspected = Arrays.copyOf(suspected, length);
        sinceNanos = Arrays.copyOf(sinceNanos, length);
      }
    }
  }

  /// The highest incarnations that one node has seen, over all its lives.
  private static final class Memory {
    long[] incarnations = new long[16];

    long of(int number) {
      return number < incarnations.length ? incarnations[number] : 0;
    }

    void see(int number, long incarnation) {
      if (number >= incarnations.length) {
        incarnations = Arrays.copyOf(incarnations, Math.max(number + 1, 2 * incarnations.length));
      }
      incarnations[number] = Math.max(incarnations[number], incarnation);
    }
  }

  private final Map<SimProcess, Life> lives = new LinkedHashMap<>();

  /// By name, and by every id that a node of that name had.
  private final Map<String, Memory> memories = new LinkedHashMap<>();

  void started(SimProcess process) {
    lives.put(process, new Life());
    memories.computeIfAbsent(process.name(), _ -> new Memory());
  }

  void stopped(SimProcess process) {
    lives.remove(process);
  }

  /// Accusers that are strangers are called by their ids.
  void named(SimProcess process, String id) {
    memories.put(id, memory(process.name()));
  }

  /// It heard of this incarnation, though it lists no such member.
  void heard(SimProcess process, int number, long incarnation) {
    memory(process.name()).see(number, incarnation);
  }

  /// @param number of the member that the event is about
  /// @param before what this life held it for, or null
  /// @return what is wrong, or null
  @Nullable String check(
      SimProcess observer, int number, MemberEvent event, @Nullable MemberState before) {
    Life life = Invariant.present(lives.get(observer), "who delivers has started");
    Member member = event.member();
    life.reserve(number);
    life.participants += one(member.state().participates());
    life.participants -= one(before != null && before.participates());
    String wrong = unseen(number, event);
    memory(observer.name()).see(number, member.incarnation());
    if (event.kind() == MemberEvent.Kind.REAPED) {
      life.listed.clear(number);
      life.suspected[number] = 0;
      return null;
    }
    if (event.kind() == MemberEvent.Kind.DIED && life.listed.get(number) && wrong == null) {
      wrong = hasty(life, observer, number, member);
    }
    life.listed.set(number);
    if (member.state() == MemberState.SUSPECT && life.suspected[number] != member.incarnation()) {
      life.suspected[number] = member.incarnation();
      life.sinceNanos[number] = observer.clockNanos();
    }
    return wrong;
  }

  private @Nullable String unseen(int number, MemberEvent event) {
    Member member = event.member();
    boolean accused = member.state() == MemberState.SUSPECT || member.state() == MemberState.DEAD;
    Memory accuser = memories.get(event.accuser());
    return accused && accuser != null && accuser.of(number) < member.incarnation()
        ? "heard "
            + event.accuser()
            + " accuse "
            + member.name()
            + " in incarnation "
            + member.incarnation()
            + ", of which it had seen "
            + accuser.of(number)
        : null;
  }

  private static @Nullable String hasty(Life life, SimProcess observer, int number, Member member) {
    SwimConfig config = observer.config().swim();
    if (!config.suspicion().skeptical()) {
      return null;
    }
    String verdict = "declared " + member.name() + " dead in incarnation " + member.incarnation();
    if (life.suspected[number] != member.incarnation()) {
      return verdict + ", which it had not suspected";
    }
    // Its view was no smaller when it looked than it is with this member out of it.
    long min = config.suspicionMinNanos(life.participants);
    long waited = observer.clockNanos() - life.sinceNanos[number];
    return waited < min
        ? verdict
            + String.format(
                Locale.ROOT, " %.3f s after it suspected it, and not %.3f", waited / 1e9, min / 1e9)
        : null;
  }

  private Memory memory(String name) {
    return Invariant.present(memories.get(name), "a node that acts has started");
  }

  private static int one(boolean counts) {
    return counts ? 1 : 0;
  }
}
