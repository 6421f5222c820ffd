package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What should change in a view, by what this node knows: who is dead, has left, runs in another
/// life or is doubted by many goes; who lives and is not doubted comes. While anybody may still
/// tip, the cut waits, so that what happens together is one cut (Rapid's multi-process cut
/// detection, Suresh et al., USENIX ATC 2018, section 4.2, with membership's own accusers as
/// observers).
final class CutDetector {
  /// How a member of the view stands here.
  enum Verdict {
    HEALTHY,
    /// Somebody says something against it, and not enough.
    SHAKY,
    GONE
  }

  private final StableConfig config;
  private final Doubts doubts;
  private final Probation probation;
  private Map<NodeId, Long> ripeSince = new LinkedHashMap<>();
  private boolean open;

  CutDetector(StableConfig config, Doubts doubts, Probation probation) {
    this.config = config;
    this.probation = probation;
    this.doubts = doubts;
  }

  /// What speaks against this member; a member that the weak view does not know is shaky.
  Verdict judge(Turn turn, StableView view, StableMember member) {
    Member known = turn.members().member(member.id());
    if (known == null) {
      return Verdict.SHAKY;
    }
    if (isProvenGone(known, member) || known.state() == MemberState.DEAD) {
      return Verdict.GONE;
    }
    int against = against(turn, view, member, config.doubtWindowNanos());
    if (against >= config.high(view.size())) {
      return Verdict.GONE;
    }
    boolean shaky = known.state() == MemberState.SUSPECT || against >= config.low(view.size());
    return shaky ? Verdict.SHAKY : Verdict.HEALTHY;
  }

  /// Whether that process counts as gone for good: the node claims a later life, or it has left, by
  /// its own word or by that of an operator who forced it to leave. Only the last can be mistaken;
  /// an owner that lives takes it back with a higher incarnation.
  static boolean isProvenGone(Member known, StableMember member) {
    long boot = Incarnation.boot(known.incarnation());
    return boot > member.boot() || (boot == member.boot() && known.state() == MemberState.LEFT);
  }

  /// Whether this node's own evidence supports the cut. What it has not heard of yet it does not
  /// support; it may be asked again.
  boolean supports(Turn turn, StableView view, Cut cut) {
    if (!view.admits(cut)) {
      return false;
    }
    BitSet places = cut.places();
    for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
      if (judge(turn, view, view.members().get(place)) == Verdict.HEALTHY) {
        return false;
      }
    }
    for (Newcomer each : cut.added()) {
      Member known = turn.members().member(each.id());
      if (known == null
          || Incarnation.boot(known.incarnation()) != each.boot()
          || !known.state().participates()) {
        return false;
      }
    }
    return true;
  }

  /// Forgets for how long anything has been ripe: another view.
  void reset() {
    ripeSince = new LinkedHashMap<>();
  }

  /// Looks at everybody.
  ///
  /// @return what should change now, or null when nothing should or it should wait
  @Nullable Cut detect(Turn turn, StableView view) {
    Map<NodeId, Long> ripe = new LinkedHashMap<>();
    BitSet removed = new BitSet();
    boolean shaky = false;
    boolean waiting = false;
    Set<NodeId> restarted = new LinkedHashSet<>();
    for (int place = 0; place < view.size(); place++) {
      StableMember member = view.members().get(place);
      switch (judge(turn, view, member)) {
        case HEALTHY -> {}
        case SHAKY -> shaky = true;
        case GONE -> {
          removed.set(place);
          restarted.add(member.id());
          ripen(turn, ripe, member.id());
        }
      }
    }
    List<Newcomer> added = new ArrayList<>();
    for (Member each : turn.members().members()) {
      boolean outside = restarted.contains(each.id()) || view.placeOf(each.id()) < 0;
      if (outside && mayCome(turn, view, each)) {
        added.add(new Newcomer(each.id(), Incarnation.boot(each.incarnation())));
        ripen(turn, ripe, each.id());
      }
      waiting |= outside && each.state().participates();
    }
    ripeSince = ripe;
    open = shaky || waiting || !ripe.isEmpty();
    if (ripe.isEmpty() || !isTime(turn.nowNanos(), shaky)) {
      return null;
    }
    added.sort(Comparator.comparing(Newcomer::id));
    return Cut.of(removed, added);
  }

  /// Whether there was anything at the last look that time alone may change.
  boolean isOpen() {
    return open;
  }

  private void ripen(Turn turn, Map<NodeId, Long> ripe, NodeId id) {
    ripe.put(id, ripeSince.getOrDefault(id, turn.nowNanos()));
  }

  private boolean isTime(long nowNanos, boolean shaky) {
    long oldest = Long.MAX_VALUE;
    long newest = Long.MIN_VALUE;
    for (long since : ripeSince.values()) {
      oldest = Math.min(oldest, since);
      newest = Math.max(newest, since);
    }
    boolean settled = !shaky && nowNanos - newest >= config.settleNanos();
    return settled || nowNanos - oldest >= config.patienceNanos();
  }

  /// A process that was removed for doubts is let in again when they have ceased for long.
  private boolean mayCome(Turn turn, StableView view, Member member) {
    long boot = Incarnation.boot(member.incarnation());
    int place = view.placeOf(member.id());
    if (place >= 0 && view.members().get(place).boot() >= boot) {
      return false;
    }
    int low = config.low(view.size());
    return member.state() == MemberState.ALIVE
        && !probation.holds(turn.nowNanos(), member.id(), boot)
        && doubts.against(turn.nowNanos(), member.id(), boot, config.probationNanos(), low) < low;
  }

  private int against(Turn turn, StableView view, StableMember member, long withinNanos) {
    return doubts.against(
        turn.nowNanos(), member.id(), member.boot(), withinNanos, config.low(view.size()));
  }
}
