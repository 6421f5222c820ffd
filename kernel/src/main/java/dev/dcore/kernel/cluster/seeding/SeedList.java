package dev.dcore.kernel.cluster.seeding;

import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whom a node can ask to be let in: the seeds that it was told, those that a file or a name server
/// names now, and the members that it remembers from before its restart, in this order and each
/// once. Itself is never among them. Confined to the loop.
public final class SeedList {
  /// More than any file or name lists on purpose; what comes on top is not asked.
  public static final int SEEDS_MAX = 1_024;

  /// The first round goes at an eighth of the configured pace, and each further one at double the
  /// time, up to that: agents that start together find each other's ports closed at first.
  private static final int DOUBLINGS = 3;

  private final Address self;
  private final List<Address> told;
  private List<Address> found = List.of();
  private final List<Address> remembered = new ArrayList<>();
  private List<Address> all = List.of();
  private int wanted;
  private boolean awaited;
  private int asked;

  /// @param told given by name
  /// @param awaited whether a source beside these has yet to say whom it knows ([#found])
  public SeedList(Address self, List<Address> told, boolean awaited) {
    this.self = self;
    this.told = List.copyOf(told);
    this.awaited = awaited;
    merge();
  }

  /// What files and name servers name now, in place of what they named before.
  ///
  /// @param complete whether all of them have spoken; the others are still awaited
  /// @return whether there was nobody to ask before, and now there is
  public boolean found(List<Address> now, boolean complete) {
    boolean empty = all.isEmpty();
    found = List.copyOf(now);
    awaited &= !complete;
    merge();
    return empty && !all.isEmpty();
  }

  /// Members from before the restart.
  public void remember(List<Address> members) {
    remembered.addAll(members);
    merge();
  }

  /// Whether somebody is remembered who has not been seen since.
  public boolean remembersOthers() {
    return !remembered.isEmpty();
  }

  /// Of these the members take care: they are in their view, alive or not.
  public void forget(Set<Address> known) {
    if (remembered.removeIf(known::contains)) {
      merge();
    }
  }

  /// All but the remembered: those that somebody wants this node to be with, now and later.
  public List<Address> wanted() {
    return all.subList(0, wanted);
  }

  /// Everybody.
  public List<Address> all() {
    return all;
  }

  /// Whether there is nobody to ask and nobody will be named: this node begins a cluster.
  public boolean nobody() {
    return all.isEmpty() && !awaited;
  }

  /// Whether nobody but this node's own memory says that there is a cluster. Then its members may
  /// all be gone, and the node does not wait for them for ever.
  public boolean onlyRemembered() {
    return !all.isEmpty() && !awaited && wanted == 0;
  }

  /// The next one to ask, or null while nobody is known.
  public @Nullable Address next() {
    return all.isEmpty() ? null : all.get(asked++ % all.size());
  }

  /// How many times everybody was asked.
  public int rounds() {
    return all.isEmpty() ? 0 : asked / all.size();
  }

  /// How long to wait for the answer of the one that was asked last.
  ///
  /// @param retryNanos the configured pace
  public long waitNanos(long retryNanos) {
    int round = all.isEmpty() ? DOUBLINGS : Math.min((asked - 1) / all.size(), DOUBLINGS);
    return retryNanos >> (DOUBLINGS - Math.max(0, round));
  }

  private void merge() {
    SequencedSet<Address> merged = new LinkedHashSet<>(told);
    merged.addAll(found);
    merged.remove(self);
    wanted = Math.min(merged.size(), SEEDS_MAX);
    merged.addAll(remembered);
    merged.remove(self);
    all = merged.stream().limit(SEEDS_MAX).toList();
  }
}
