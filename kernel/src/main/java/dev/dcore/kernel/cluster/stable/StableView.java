package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A list of members that all who hold a view of this lineage and number hold alike. Immutable.
public final class StableView {
  private static final int MARK_BITS = 7;
  private static final int LINEAGES = 127;
  private static final int HASH_BITS = 35;

  private final long lineage;
  private final long number;
  private final List<StableMember> members;
  private final long digest;

  /// @param lineage the chain of views that it belongs to, see [#lineageOf]
  /// @param number its place in the chain, from 1
  /// @param members in the order of ids; at least one
  /// @throws IllegalArgumentException when it is out of bounds or out of order
  StableView(long lineage, long number, List<StableMember> members) {
    this.lineage = lineage;
    this.number = number;
    this.members = List.copyOf(members);
    if (lineage <= 0 || number < 1 || members.isEmpty()) {
      throw new IllegalArgumentException("a view has a lineage, a number and a member");
    }
    long mixed = Mix.combine(lineage, number);
    NodeId last = NodeId.NONE;
    for (StableMember each : members) {
      if (each.id().compareTo(last) <= 0 || each.since() > number) {
        throw new IllegalArgumentException("a view's members are not in order");
      }
      last = each.id();
      mixed = Mix.combine(Mix.combine(mixed + each.since(), each.boot()), last.high() ^ last.low());
    }
    this.digest = mixed;
  }

  /// The chain that this process begins as its n-th. Of two lineages the lower number wins, so that
  /// a cluster that stands is not drawn into what its restarted founder begins.
  static long lineageOf(NodeIdentity founder, long nth) {
    long mixed = Mix.combine(Mix.combine(founder.id().high(), founder.id().low()), nth);
    return (founder.boot() << HASH_BITS) | (mixed >>> (Long.SIZE - HASH_BITS));
  }

  /// The first view of a new lineage.
  static StableView founding(NodeIdentity founder, long nth) {
    return new StableView(
        lineageOf(founder, nth), 1, List.of(new StableMember(founder.id(), founder.boot(), 1)));
  }

  public long lineage() {
    return lineage;
  }

  public long number() {
    return number;
  }

  /// In the order of ids.
  public List<StableMember> members() {
    return members;
  }

  public int size() {
    return members.size();
  }

  /// A fingerprint of all of it.
  public long digest() {
    return digest;
  }

  /// A majority of the members of this view.
  public int quorum() {
    return members.size() / 2 + 1;
  }

  /// Whether this process is in it.
  public boolean contains(NodeId id, long boot) {
    int place = placeOf(id);
    return place >= 0 && members.get(place).boot() == boot;
  }

  /// The place of this node, whatever its boot; negative when it is not a member.
  int placeOf(NodeId id) {
    int low = 0;
    int high = members.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = members.get(middle).id().compareTo(id);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /// Two bytes by which two nodes notice that they do not hold the same view; never 0. Views of one
  /// lineage that are less than 128 apart always differ, others almost always.
  public int mark() {
    int chain = 1 + (int) Long.remainderUnsigned(Mix.finish(lineage), LINEAGES);
    return (int) (number & ((1 << MARK_BITS) - 1)) << MARK_BITS | chain;
  }

  /// Whether this cut can follow: its places exist, somebody stays or comes, and nobody would be in
  /// twice.
  boolean admits(Cut cut) {
    BitSet places = cut.places();
    if (places.length() > members.size()
        || (places.cardinality() == members.size() && cut.added().isEmpty())) {
      return false;
    }
    for (Newcomer each : cut.added()) {
      int place = placeOf(each.id());
      if (place >= 0 && (!places.get(place) || members.get(place).boot() > each.boot())) {
        return false;
      }
    }
    return true;
  }

  /// The view that follows by this cut.
  StableView after(Cut cut) {
    Invariant.check(admits(cut), "a cut fits its view");
    BitSet places = cut.places();
    List<StableMember> next = new ArrayList<>(members.size() + cut.added().size());
    int place = 0;
    for (Newcomer each : cut.added()) {
      while (place < members.size() && members.get(place).id().compareTo(each.id()) <= 0) {
        keep(next, places, place++);
      }
      next.add(new StableMember(each.id(), each.boot(), number + 1));
    }
    while (place < members.size()) {
      keep(next, places, place++);
    }
    return new StableView(lineage, number + 1, next);
  }

  private void keep(List<StableMember> next, BitSet places, int place) {
    if (!places.get(place)) {
      next.add(members.get(place));
    }
  }

  /// By content.
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof StableView view
            && view.digest == digest
            && view.lineage == lineage
            && view.number == number
            && view.members.equals(members));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(digest);
  }

  @Override
  public String toString() {
    return "view " + number + " of lineage " + Long.toHexString(lineage) + ", " + size();
  }
}
