package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Frame;
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

  /// All entries together have to fit one full state.
  static final int BYTES_MAX = Frame.STREAM_BODY_BYTES_MAX - 4_096;

  /// What a state entry adds to its claim, encoded.
  private static final int STATE_BYTES_MAX = 32;

  private final RankIndex ranks = new RankIndex();
  private final Map<String, MemberEntry> byName = new LinkedHashMap<>();
  private final List<MemberEntry> entries = new ArrayList<>();
  private int participants;
  private int bytes;
  private int dead;
  private final ViewDigest digest = new ViewDigest();

  @Nullable MemberEntry find(NodeId id) {
    int slot = ranks.slot(id);
    return slot < 0 ? null : entries.get(slot);
  }

  /// The member of this name: one that takes part before one that does not, then the higher id.
  @Nullable MemberEntry find(String name) {
    MemberEntry best = byName.get(name);
    if (best != null) {
      for (MemberEntry namesake : best.namesakes()) {
        boolean lives = namesake.state().participates();
        if (lives != best.state().participates() ? lives : namesake.id().compareTo(best.id()) > 0) {
          best = namesake;
        }
      }
    }
    return best;
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
    MemberState accused = accusation.state();
    MemberEntry known = find(accusation.target());
    if (known == null
        || known.incarnation() != accusation.incarnation()
        || accused.compareTo(known.state()) <= 0) {
      return null;
    }
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

  /// The members that this one makes invisible: the dead bearers of its name. They are kept, since
  /// a late rumor would else pass for news of a stranger.
  List<MemberEntry> replacedBy(MemberEntry entry) {
    return entry.namesakes().stream().filter(MemberTable::isReplaced).toList();
  }

  /// Whether it is gone and a living member bears its name.
  static boolean isReplaced(MemberEntry entry) {
    if (entry.state().participates()) {
      return false;
    }
    for (MemberEntry namesake : entry.namesakes()) {
      if (namesake.state().participates()) {
        return true;
      }
    }
    return false;
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
    if (picked.size() < count && !entries.isEmpty()) {
      // Few fit, say in a cluster of mostly dead members: look at all, from a random place on.
      int offset = choice.below(entries.size());
      for (int i = 0; i < entries.size() && picked.size() < count; i++) {
        MemberEntry entry = entries.get((offset + i) % entries.size());
        if (fits.test(entry) && !picked.contains(entry)) {
          picked.add(entry);
        }
      }
    }
    return picked;
  }

  private MemberEvent.@Nullable Kind insert(
      long nowNanos, KnownClaim heard, MemberState state, NodeId accuser) {
    int added = encodedBytes(heard.claim());
    if (entries.size() >= MEMBERS_MAX || bytes + added > BYTES_MAX) {
      return null;
    }
    bytes += added;
    MemberEntry entry = new MemberEntry(heard, MemberState.ALIVE, nowNanos);
    participants++;
    name(entry);
    entries.add(entry);
    ranks.put(entry.id(), RankIndex.rank(entry.incarnation(), entry.state()), entries.size() - 1);
    count(entry);
    if (state != MemberState.ALIVE) {
      become(nowNanos, entry, state, accuser);
    }
    return state.participates() ? MemberEvent.Kind.JOINED : kindOf(state);
  }

  private void adopt(MemberEntry entry, KnownClaim heard) {
    bytes += encodedBytes(heard.claim()) - encodedBytes(entry.claim());
    boolean renamed = !heard.profile().name().equals(entry.name());
    if (renamed) {
      unname(entry);
    }
    entry.claim(heard);
    if (renamed) {
      name(entry);
    }
    rank(entry);
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
    entry.state(nowNanos, state, accuser);
    rank(entry);
  }

  private void rank(MemberEntry entry) {
    ranks.put(
        entry.id(), RankIndex.rank(entry.incarnation(), entry.state()), ranks.slot(entry.id()));
    count(entry);
  }

  /// Keeps the digest: it counts all but the replaced, which some views know and others never heard
  /// of.
  private void count(MemberEntry entry) {
    recount(entry);
    for (MemberEntry namesake : entry.namesakes()) {
      recount(namesake);
    }
  }

  private void recount(MemberEntry entry) {
    long part =
        isReplaced(entry) ? 0 : ViewDigest.part(entry.id(), entry.incarnation(), entry.state());
    digest.change(entry.counted(part), part);
  }

  private void name(MemberEntry entry) {
    MemberEntry bearer = byName.putIfAbsent(entry.name(), entry);
    if (bearer != null) {
      List<MemberEntry> bearers = new ArrayList<>(bearer.namesakes());
      bearers.add(bearer);
      for (MemberEntry each : bearers) {
        each.addNamesake(entry);
        entry.addNamesake(each);
      }
    }
  }

  private void unname(MemberEntry entry) {
    List<MemberEntry> others = List.copyOf(entry.namesakes());
    byName.remove(entry.name(), entry);
    for (MemberEntry other : others) {
      other.removeNamesake(entry);
      entry.removeNamesake(other);
      byName.putIfAbsent(entry.name(), other);
      recount(other);
    }
  }

  private static int encodedBytes(Claim claim) {
    return claim.bytesMax() + STATE_BYTES_MAX;
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
