package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeIdentity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which view this process holds, how it came about, and which it may go over to.
///
/// ```text
///   nothing --any view--> observer --a view that lists it--> member
///                          ^                                  |
///                          +------- a view without it --------+
/// ```
///
/// Within a lineage only the number counts. From one lineage to another a member goes only when the
/// other lists it and wins, or when its own can never change again: so no process votes in two, and
/// no two lineages drain each other.
final class Standing {
  /// Who is further behind gets the whole view instead; a cut of one member has some 30 bytes.
  static final int CUTS_MAX = 64;

  /// Lineages begin with a cluster or after the loss of a majority, so few are met in one life; of
  /// each the last view is kept, for those who still hold an earlier one.
  private static final int LEFT_MAX = 8;

  private final NodeIdentity self;
  private final KnownViews known;
  private final Deque<Cut> cuts = new ArrayDeque<>();
  private final Map<Long, StableView> left = new LinkedHashMap<>();
  private @Nullable StableView view;
  private int place = -1;

  Standing(NodeIdentity self, KnownViews known) {
    this.self = self;
    this.known = known;
  }

  @Nullable StableView view() {
    return view;
  }

  NodeIdentity self() {
    return self;
  }

  /// Where this process stands in its view; negative when it only observes.
  int place() {
    return place;
  }

  boolean isMember() {
    return place >= 0;
  }

  /// The view of this lineage that it last held before it went over to another, or null.
  @Nullable StableView left(long lineage) {
    return left.get(lineage);
  }

  /// Whether it holds exactly this view.
  boolean holds(long lineage, long number) {
    StableView held = view;
    return held != null && held.lineage() == lineage && held.number() == number;
  }

  /// Takes the step that was decided.
  void advance(Cut cut) {
    StableView held = Invariant.present(view, "a cut follows a view");
    hold(known.next(held, cut));
    cuts.addLast(cut);
    if (cuts.size() > CUTS_MAX) {
      cuts.removeFirst();
    }
  }

  /// Takes a whole view, if this process may go over to it.
  ///
  /// @param stuck whether its own view can never change again
  /// @return whether it did
  boolean adopt(StableView next, boolean stuck) {
    if (!mayAdopt(next, stuck)) {
      return false;
    }
    StableView held = view;
    if (held != null && held.lineage() != next.lineage()) {
      leave(held);
    }
    cuts.clear();
    hold(next);
    return true;
  }

  /// The cuts that lead from this view to the held one, or null when they are not kept.
  @Nullable List<Cut> cutsSince(long lineage, long number) {
    StableView held = view;
    if (held == null || held.lineage() != lineage) {
      return null;
    }
    long missing = held.number() - number;
    if (missing < 0 || missing > cuts.size()) {
      return null;
    }
    List<Cut> all = new ArrayList<>(cuts);
    return all.subList(all.size() - (int) missing, all.size());
  }

  private boolean mayAdopt(StableView next, boolean stuck) {
    StableView held = view;
    if (isOver(next)) {
      return false;
    }
    if (held == null) {
      return true;
    }
    if (held.lineage() == next.lineage()) {
      return next.number() > held.number();
    }
    boolean wins = next.lineage() < held.lineage();
    boolean listed = next.contains(self.id(), self.boot());
    return stuck || (isMember() ? wins && listed : wins || listed);
  }

  /// Whether this process left that lineage at this view, or later. Its votes there are forgotten,
  /// so it must not come to vote on the same view once more; who only observed had none.
  private boolean isOver(StableView next) {
    StableView last = left.get(next.lineage());
    return last != null
        && (next.number() < last.number()
            || (next.number() == last.number() && last.contains(self.id(), self.boot())));
  }

  private void leave(StableView held) {
    left.put(held.lineage(), held);
    if (left.size() > LEFT_MAX) {
      left.remove(left.keySet().iterator().next());
    }
  }

  private void hold(StableView next) {
    view = next;
    int found = next.placeOf(self.id());
    place = found >= 0 && next.members().get(found).boot() == self.boot() ? found : -1;
  }
}
