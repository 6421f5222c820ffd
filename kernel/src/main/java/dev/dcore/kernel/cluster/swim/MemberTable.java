package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All other members that this node knows, and the rules by which one claim overrules another (SWIM
/// section 4.2): the higher incarnation counts; within one incarnation dead overrules suspect, and
/// suspect overrules alive. An accusation of an incarnation that is not the known one is ignored:
/// its claim has to be here first.
///
/// The rules commute and are idempotent, so that views meet whatever the order of messages.
final class MemberTable {
  /// A bound on what hostile or mistaken peers can make a node hold; ten times the largest cluster
  /// that this protocol is meant for.
  static final int MEMBERS_MAX = 100_000;

  private final RankIndex ranks = new RankIndex();
  private final Map<String, MemberEntry> byName = new LinkedHashMap<>();
  private final List<MemberEntry> entries = new ArrayList<>();
  private int participants;
  private int dead;
  private final ViewDigest digest = new ViewDigest();

  @Nullable MemberEntry find(NodeId id) {
    int slot = ranks.slot(id);
    return slot < 0 ? null : entries.get(slot);
  }

  /// The member of this name; one that takes part before one that does not.
  @Nullable MemberEntry find(String name) {
    return byName.get(name);
  }

  /// In an order that depends only on what was heard, and when.
  List<MemberEntry> entries() {
    return entries;
  }

  /// How many take part, this node not counted.
  int participants() {
    return participants;
  }

  /// A fingerprint of all rows.
  long digest() {
    return digest.value();
  }

  /// How many are dead.
  int dead() {
    return dead;
  }

  /// What somebody says of another.
  ///
  /// @return what changed, or null
  MemberEvent.@Nullable Kind accuse(long nowNanos, Accusation accusation) {
    MemberState accused = accusation.fatal() ? MemberState.DEAD : MemberState.SUSPECT;
    long rank = ranks.get(accusation.target());
    if (RankIndex.incarnation(rank) != accusation.incarnation()
        || !isNews(accusation.target(), accusation.incarnation(), accused)) {
      return null;
    }
    MemberEntry known = Invariant.present(find(accusation.target()), "who has a rank is a member");
    become(nowNanos, known, accused, accusation.accuser());
    return kindOf(accused);
  }

  /// A claim together with what the teller believes of that very incarnation.
  ///
  /// Who is dead for the teller and takes part here becomes suspect first: it may live on this side
  /// of a healed partition, and shall have its time to refute.
  ///
  /// @return what changed, or null
  MemberEvent.@Nullable Kind merge(
      long nowNanos, KnownClaim heard, MemberState told, NodeId accuser) {
    Claim claim = heard.claim();
    MemberEntry known = find(claim.id());
    if (known == null) {
      return insert(nowNanos, heard, told, accuser);
    }
    MemberState before = known.state();
    boolean newer = claim.incarnation() > known.incarnation();
    if (!isNews(claim.id(), claim.incarnation(), told)) {
      return null;
    }
    boolean rebooted =
        Incarnation.boot(claim.incarnation()) > Incarnation.boot(known.incarnation());
    if (newer || told == MemberState.LEFT) {
      adopt(known, heard);
    }
    if (told == MemberState.ALIVE) {
      become(nowNanos, known, MemberState.ALIVE, NodeId.NONE);
      return kindOfClaim(before, rebooted);
    }
    boolean doubted = told == MemberState.DEAD && before.participates();
    MemberState state = doubted ? MemberState.SUSPECT : told;
    if (state == before && !(newer && state == MemberState.SUSPECT)) {
      return null;
    }
    become(nowNanos, known, state, accuser);
    return kindOf(state);
  }

  /// The member that has to go when this claim is taken in: the dead bearer of its name.
  @Nullable MemberEntry replacedBy(KnownClaim heard) {
    MemberEntry namesake = byName.get(heard.profile().name());
    boolean replaced =
        namesake != null
            && !namesake.id().equals(heard.claim().id())
            && !namesake.state().participates()
            && !heard.claim().left();
    return replaced ? namesake : null;
  }

  void remove(MemberEntry entry) {
    Invariant.check(!entry.state().participates(), "only who is gone is removed");
    if (entry.state() == MemberState.DEAD) {
      dead--;
    }
    digest.remove(entry.id(), entry.incarnation(), entry.state());
    byName.remove(entry.name(), entry);
    int slot = ranks.slot(entry.id());
    ranks.remove(entry.id());
    MemberEntry last = entries.removeLast();
    if (!last.id().equals(entry.id())) {
      entries.set(slot, last);
      ranks.put(last.id(), RankIndex.rank(last.incarnation(), last.state()), slot);
    }
  }

  /// Whether the claim, or what is believed of it, says more than is known.
  boolean isNews(NodeId id, long incarnation, MemberState told) {
    return RankIndex.rank(incarnation, told) > ranks.get(id);
  }

  /// Up to `count` different members that fit, at random.
  List<MemberEntry> pick(int count, Choice choice, Predicate<MemberEntry> fits) {
    List<MemberEntry> picked = new ArrayList<>(count);
    // Rejection is cheap while most members fit; the bound ends it when few do.
    int tries = Math.min(entries.size() * 2, count * 8);
    for (int i = 0; i < tries && picked.size() < count; i++) {
      MemberEntry entry = entries.get(choice.below(entries.size()));
      if (fits.test(entry) && !picked.contains(entry)) {
        picked.add(entry);
      }
    }
    return picked;
  }

  private MemberEvent.@Nullable Kind insert(
      long nowNanos, KnownClaim heard, MemberState state, NodeId accuser) {
    MemberEntry namesake = byName.get(heard.profile().name());
    boolean forgotten = namesake != null && !state.participates();
    if (forgotten || entries.size() >= MEMBERS_MAX) {
      return null;
    }
    MemberEntry entry = new MemberEntry(heard, MemberState.ALIVE, nowNanos);
    participants++;
    byName.put(entry.name(), entry);
    entries.add(entry);
    rank(entry, entries.size() - 1);
    if (state != MemberState.ALIVE) {
      become(nowNanos, entry, state, accuser);
    }
    return state.participates() ? MemberEvent.Kind.JOINED : kindOf(state);
  }

  private void adopt(MemberEntry entry, KnownClaim heard) {
    byName.remove(entry.name(), entry);
    digest.remove(entry.id(), entry.incarnation(), entry.state());
    entry.claim(heard);
    rank(entry, ranks.slot(entry.id()));
    byName.put(entry.name(), entry);
  }

  private void become(long nowNanos, MemberEntry entry, MemberState state, NodeId accuser) {
    if (entry.state().participates()) {
      participants--;
    }
    if (state.participates()) {
      participants++;
    }
    if (entry.state() == MemberState.DEAD) {
      dead--;
    }
    if (state == MemberState.DEAD) {
      dead++;
    }
    digest.remove(entry.id(), entry.incarnation(), entry.state());
    entry.state(nowNanos, state, accuser);
    rank(entry, ranks.slot(entry.id()));
  }

  private void rank(MemberEntry entry, int slot) {
    digest.add(entry.id(), entry.incarnation(), entry.state());
    ranks.put(entry.id(), RankIndex.rank(entry.incarnation(), entry.state()), slot);
  }

  private static MemberEvent.Kind kindOf(MemberState state) {
    return switch (state) {
      case ALIVE -> MemberEvent.Kind.REVIVED;
      case SUSPECT -> MemberEvent.Kind.SUSPECTED;
      case DEAD -> MemberEvent.Kind.DIED;
      case LEFT -> MemberEvent.Kind.LEFT;
    };
  }

  private static MemberEvent.Kind kindOfClaim(MemberState before, boolean rebooted) {
    return switch (before) {
      case LEFT -> MemberEvent.Kind.JOINED;
      case DEAD -> MemberEvent.Kind.REVIVED;
      case SUSPECT -> rebooted ? MemberEvent.Kind.RESTARTED : MemberEvent.Kind.REFUTED;
      case ALIVE -> rebooted ? MemberEvent.Kind.RESTARTED : MemberEvent.Kind.UPDATED;
    };
  }
}
