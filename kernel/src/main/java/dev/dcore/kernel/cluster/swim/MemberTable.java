package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// All other members that this node knows, and the rules by which one claim overrules another (SWIM
/// section 4.2): the higher incarnation counts; within one incarnation dead overrules suspect, and
/// suspect overrules alive. An accusation of an incarnation that is not the known one is ignored:
/// its claim has to be here first.
///
/// The rules commute and are idempotent, so that views meet whatever the order of messages.
///
/// A member is a row, and a row is an `int slot`, the same for as long as the member is here. Rows
/// are columns and not objects, about 40 bytes each beside the shared claims: so ten thousand nodes
/// that know ten thousand members fit one process. What few members have, such as an accuser, is
/// beside the columns.
///
/// Invariant: a slot of no member has no claim, and nobody holds one across the removal of its
/// member.
final class MemberTable {
  static final int NONE = -1;

  /// A bound on what hostile or mistaken peers can make a node hold; ten times the largest cluster
  /// that this protocol is meant for. Below [RankIndex#SLOTS_MAX].
  static final int MEMBERS_MAX = 100_000;

  /// Nor may their claims be large and many: 160 bytes each in the largest cluster.
  static final int BYTES_MAX = 16 << 20;

  private static final int SLOTS_MIN = 16;

  /// What stands against a member, or once stood.
  private static final class Standing {
    NodeId accuser = NodeId.NONE;
    long sinceNanos;
    @Nullable EvidenceLog evidence;
  }

  private final String ownName;
  private final RankIndex ranks = new RankIndex(this::id);
  private final NameIndex names = new NameIndex(this::name, this::participates);
  private @Nullable KnownClaim[] claims = new KnownClaim[SLOTS_MIN];
  private byte[] states = new byte[SLOTS_MIN];
  private int[] rttMicros = {};
  private final Map<Integer, Standing> standings = new LinkedHashMap<>();
  private final List<Integer> free = new ArrayList<>();
  private final ViewDigest digest = new ViewDigest();
  private int slots;
  private int participants;
  private int bytes;
  private int dead;

  MemberTable() {
    this("");
  }

  /// @param ownName the name of the node itself, which has no row and bears it while it lives
  MemberTable(String ownName) {
    this.ownName = ownName;
  }

  /// How many members there are, in whatever state.
  int size() {
    return slots - free.size();
  }

  /// All slots are below this; those of members are [#has].
  int slots() {
    return slots;
  }

  boolean has(int slot) {
    return claims[slot] != null;
  }

  /// How many take part, this node not counted.
  int participants() {
    return participants;
  }

  /// A fingerprint of all rows.
  long digest() {
    return digest.value();
  }

  /// The fingerprint of the rows of one range.
  long digest(Range range) {
    if (ViewDigest.keeps(range)) {
      return digest.sum(range);
    }
    long[] sum = {0};
    forEach(range, slot -> sum[0] += ViewDigest.part(RankIndex.hash(id(slot)), rank(slot)));
    return sum[0];
  }

  /// How many rows of one range the digest counts.
  int count(Range range) {
    if (ViewDigest.keeps(range)) {
      return digest.count(range);
    }
    int[] count = {0};
    forEach(range, _ -> count[0]++);
    return count[0];
  }

  /// Calls with each slot in a range that the digest counts.
  void forEach(Range range, IntConsumer each) {
    ranks.forEach(
        range,
        slot -> {
          if (!isReplaced(slot)) {
            each.accept(slot);
          }
        });
  }

  /// How many are dead.
  int dead() {
    return dead;
  }

  /// Where this member is, or [#NONE].
  int slot(NodeId id) {
    return ranks.slot(id);
  }

  /// The member of this name: one that takes part before one that does not, then the higher id.
  int slot(String name) {
    int best = names.slot(name);
    if (best != NONE) {
      for (int namesake : names.others(best)) {
        boolean lives = participates(namesake);
        if (lives != participates(best) ? lives : id(namesake).compareTo(id(best)) > 0) {
          best = namesake;
        }
      }
    }
    return best;
  }

  NodeId id(int slot) {
    return claim(slot).id();
  }

  String name(int slot) {
    return profile(slot).name();
  }

  Address address(int slot) {
    return profile(slot).address();
  }

  Profile profile(int slot) {
    return known(slot).profile();
  }

  Claim claim(int slot) {
    return known(slot).claim();
  }

  long incarnation(int slot) {
    return claim(slot).incarnation();
  }

  MemberState state(int slot) {
    return RankIndex.state(states[slot]);
  }

  boolean participates(int slot) {
    return state(slot).participates();
  }

  /// Whose probe failed, or [NodeId#NONE] while nobody accuses it.
  NodeId accuser(int slot) {
    Standing standing = standings.get(slot);
    return standing == null ? NodeId.NONE : standing.accuser;
  }

  /// Since when it is in this state; 0 for who was never anything but alive.
  long sinceNanos(int slot) {
    Standing standing = standings.get(slot);
    return standing == null ? 0 : standing.sinceNanos;
  }

  /// What led to its state; to add to as well.
  EvidenceLog evidence(int slot) {
    Standing standing = standing(slot);
    EvidenceLog log = standing.evidence;
    if (log == null) {
      log = new EvidenceLog();
      standing.evidence = log;
    }
    return log;
  }

  /// The last round trip to it, or -1.
  long rttNanos(int slot) {
    return slot < rttMicros.length && rttMicros[slot] > 0 ? rttMicros[slot] * 1_000L : -1;
  }

  void rttNanos(int slot, long measured) {
    if (slot >= rttMicros.length) {
      rttMicros = Arrays.copyOf(rttMicros, claims.length);
    }
    rttMicros[slot] = Math.clamp(measured / 1_000, 1, Integer.MAX_VALUE);
  }

  /// For people and applications.
  Member view(int slot) {
    Claim claim = claim(slot);
    Profile profile = profile(slot);
    return new Member(
        claim.id(),
        profile.name(),
        profile.address(),
        state(slot),
        claim.left() ? Phase.DOWN : profile.phase(),
        claim.incarnation(),
        profile.metadata(),
        profile.protocol(),
        rttNanos(slot));
  }

  /// What stands against it now, or null: what others pass on, and what it should hear itself
  /// before all else.
  @Nullable Accusation accusation(int slot) {
    return switch (state(slot)) {
      case ALIVE -> null;
      case SUSPECT -> new Accusation(id(slot), incarnation(slot), false, accuser(slot));
      case DEAD -> new Accusation(id(slot), incarnation(slot), true, accuser(slot));
      case LEFT ->
          claim(slot).left()
              ? null
              : new Accusation(id(slot), incarnation(slot), Verdict.LEFT, accuser(slot));
    };
  }

  /// As others are told about it.
  SwimMessage.StateEntry stateEntry(int slot) {
    return new SwimMessage.StateEntry(claim(slot), state(slot), accuser(slot));
  }

  /// What somebody says of another.
  ///
  /// @return what changed, or null
  MemberEvent.@Nullable Kind accuse(long nowNanos, Accusation accusation) {
    MemberState accused = accusation.state();
    int slot = slot(accusation.target());
    if (slot == NONE
        || incarnation(slot) != accusation.incarnation()
        || accused.compareTo(state(slot)) <= 0) {
      return null;
    }
    become(nowNanos, slot, known(slot), accused, accusation.accuser());
    return Change.of(accused);
  }

  /// A claim together with what the teller believes of that very incarnation.
  ///
  /// Who is gone for the teller, without having said so, and takes part here becomes suspect first:
  /// it may live on this side of a healed partition, and shall have its time to refute.
  ///
  /// @return what changed, or null
  MemberEvent.@Nullable Kind merge(
      long nowNanos, KnownClaim heard, MemberState told, NodeId accuser) {
    Claim claim = heard.claim();
    int slot = slot(claim.id());
    if (slot == NONE) {
      return insert(nowNanos, heard, told, accuser);
    }
    MemberState before = state(slot);
    long known = incarnation(slot);
    boolean newer = claim.incarnation() > known;
    if (!outranks(claim.incarnation(), told, RankIndex.rank(known, before))) {
      return null;
    }
    KnownClaim kept = newer || told == MemberState.LEFT ? heard : known(slot);
    if (told == MemberState.ALIVE) {
      become(nowNanos, slot, kept, MemberState.ALIVE, NodeId.NONE);
      boolean rebooted = Incarnation.boot(claim.incarnation()) > Incarnation.boot(known);
      return Change.ofClaim(before, rebooted);
    }
    boolean doubted = !told.participates() && !claim.left() && before.participates();
    MemberState state = doubted ? MemberState.SUSPECT : told;
    if (state == before && !(newer && state == MemberState.SUSPECT)) {
      // A newer claim of who is gone anyway is no event, but the verdict is another's.
      set(slot, kept, before);
      if (newer) {
        standing(slot).accuser = accuser;
      }
      return null;
    }
    become(nowNanos, slot, kept, state, accuser);
    return Change.of(state);
  }

  /// The members that this one makes invisible: the dead bearers of its name. They are kept, since
  /// a late rumor would else pass for news of a stranger.
  List<Integer> replacedBy(int slot) {
    // Beside another living one, they were invisible before.
    return names.living(slot) > 1
        ? List.of()
        : names.others(slot).stream().filter(this::isReplaced).toList();
  }

  /// Of more than `kept` that are gone and bear this one's name, the one that is gone for longest
  /// beside this one, or [#NONE].
  int goneLongest(int slot, int kept) {
    int longest = NONE;
    if (names.gone(slot) > kept) {
      for (int other : names.others(slot)) {
        boolean longer = longest == NONE || sinceNanos(other) < sinceNanos(longest);
        longest = !participates(other) && longer ? other : longest;
      }
    }
    return longest;
  }

  /// Whether it is gone and a living member bears its name.
  boolean isReplaced(int slot) {
    return !participates(slot) && (names.living(slot) > 0 || name(slot).equals(ownName));
  }

  /// Whether the claim, or what is believed of it, says more than is known.
  boolean isNews(NodeId id, long incarnation, MemberState told) {
    return outranks(incarnation, told, ranks.get(id));
  }

  /// Forgets a member; its slot is free for another.
  void remove(int slot) {
    uncount(slot);
    unbear(slot);
    ranks.remove(id(slot));
    participants -= one(participates(slot));
    dead -= one(state(slot) == MemberState.DEAD);
    bytes -= claim(slot).bytesMax();
    standings.remove(slot);
    if (slot < rttMicros.length) {
      rttMicros[slot] = 0;
    }
    claims[slot] = null;
    free.add(slot);
  }

  /// Up to `count` different members that fit, at random.
  List<Integer> pick(int count, Choice choice, IntPredicate fits) {
    return RandomPick.of(slots, count, choice, slot -> has(slot) && fits.test(slot));
  }

  private static boolean outranks(long incarnation, MemberState told, long known) {
    return RankIndex.rank(incarnation, told) > known;
  }

  private KnownClaim known(int slot) {
    return Invariant.present(claims[slot], "no member is in this slot");
  }

  private MemberEvent.@Nullable Kind insert(
      long nowNanos, KnownClaim heard, MemberState state, NodeId accuser) {
    int added = heard.claim().bytesMax();
    if (size() >= MEMBERS_MAX || bytes + added > BYTES_MAX) {
      return null;
    }
    bytes += added;
    int slot = free.isEmpty() ? slots++ : free.removeLast();
    if (slot == claims.length) {
      // By a quarter: the columns of thousands of nodes are most of a simulation's memory.
      int length = slot + slot / 4;
      claims = Arrays.copyOf(claims, length);
      states = Arrays.copyOf(states, length);
    }
    claims[slot] = heard;
    states[slot] = (byte) RankIndex.code(MemberState.ALIVE);
    participants++;
    bear(slot);
    ranks.add(id(slot), slot, rank(slot));
    count(slot);
    if (state != MemberState.ALIVE) {
      become(nowNanos, slot, heard, state, accuser);
    }
    return state.participates() ? MemberEvent.Kind.JOINED : Change.of(state);
  }

  private void become(
      long nowNanos, int slot, KnownClaim claim, MemberState state, NodeId accuser) {
    set(slot, claim, state);
    if (state != MemberState.ALIVE || standings.containsKey(slot)) {
      Standing standing = standing(slot);
      if (state == MemberState.SUSPECT) {
        standing.evidence = null;
      }
      standing.accuser = accuser;
      standing.sinceNanos = nowNanos;
    }
  }

  /// The one place where a row changes, so that what is counted stays true.
  private void set(int slot, KnownClaim claim, MemberState state) {
    uncount(slot);
    participants += one(state.participates()) - one(participates(slot));
    dead += one(state == MemberState.DEAD) - one(state(slot) == MemberState.DEAD);
    bytes += claim.claim().bytesMax() - claim(slot).bytesMax();
    boolean lived = participates(slot);
    boolean renamed = !claim.profile().name().equals(name(slot));
    if (renamed) {
      unbear(slot);
    }
    claims[slot] = claim;
    states[slot] = (byte) RankIndex.code(state);
    if (renamed) {
      bear(slot);
    } else {
      names.changed(slot, lived);
    }
    ranks.rank(id(slot), rank(slot));
    count(slot);
  }

  /// What is known of it as one number, see [RankIndex#rank].
  long rank(int slot) {
    return RankIndex.rank(incarnation(slot), state(slot));
  }

  /// Takes a member out of the digest before it changes, and those of its name whose place there
  /// may change with it. The digest counts all but the replaced, which some views know and others
  /// never heard of.
  private void uncount(int slot) {
    uncountOne(slot);
    dependents(slot).forEach(this::uncountOne);
  }

  private void count(int slot) {
    countOne(slot);
    dependents(slot).forEach(this::countOne);
  }

  /// Whether these are replaced depends on this one: all others of its name, unless one lives.
  private List<Integer> dependents(int slot) {
    return names.living(slot) > one(participates(slot)) ? List.of() : names.others(slot);
  }

  private void uncountOne(int slot) {
    if (!isReplaced(slot)) {
      digest.subtract(RankIndex.hash(id(slot)), rank(slot));
    }
  }

  private void countOne(int slot) {
    if (!isReplaced(slot)) {
      digest.add(RankIndex.hash(id(slot)), rank(slot));
    }
  }

  /// Gives a member its name. Those that depend on it are not counted until it is.
  private void bear(int slot) {
    int first = names.slot(name(slot));
    if (first != NONE && names.living(first) == 0) {
      uncountOne(first);
      names.others(first).forEach(this::uncountOne);
    }
    names.add(slot);
  }

  /// Takes its name from a member that is not counted. Those that depended on it are counted again.
  private void unbear(int slot) {
    List<Integer> dependents = dependents(slot);
    names.remove(slot);
    dependents.forEach(this::countOne);
  }

  private static int one(boolean is) {
    return is ? 1 : 0;
  }

  private Standing standing(int slot) {
    return standings.computeIfAbsent(slot, _ -> new Standing());
  }
}
