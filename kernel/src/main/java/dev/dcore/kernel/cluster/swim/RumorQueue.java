package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rumors that this node still passes on (SWIM section 4.1): each a number of times logarithmic
/// in the cluster's size, those sent least first. A newer one about the same member mostly makes an
/// older one worthless, see [Rumor#replaces]; so it is bounded by the number of members.
final class RumorQueue {
  private static final class Entry {
    final Rumor rumor;
    int sent;
    boolean replaced;

    /// Another about the same member; nearly always none.
    @Nullable Entry next;

    Entry(Rumor rumor) {
      this.rumor = rumor;
    }
  }

  private final TransmitLimit limits;
  private final Map<NodeId, Entry> bySubject = new LinkedHashMap<>();

  /// So many replaced rumors are kept beside as many as count, before they are cleared away.
  private static final int REPLACED_SLACK = 64;

  /// At place i those that were sent i times; replaced ones stay until they come up, or are too
  /// many: a node with nobody to tell replaces its own claim again and again.
  private final List<Deque<Entry>> bySent = new ArrayList<>();

  private int held;
  private int live;

  RumorQueue(int transmitMultiplier) {
    this.limits = new TransmitLimit(transmitMultiplier);
  }

  /// Replaces what it makes worthless.
  void add(Rumor rumor) {
    Entry entry = new Entry(rumor);
    Entry old = bySubject.put(rumor.subject(), entry);
    while (old != null) {
      Entry next = old.next;
      if (rumor.replaces(old.rumor)) {
        old.replaced = true;
        live--;
      } else {
        old.next = entry.next;
        entry.next = old;
      }
      old = next;
    }
    bucket(0).add(entry);
    held++;
    live++;
    if (held > 2 * live + REPLACED_SLACK) {
      bySent.forEach(bucket -> bucket.removeIf(each -> each.replaced));
      held = live;
    }
  }

  void forget(NodeId subject) {
    for (Entry old = bySubject.remove(subject); old != null; old = old.next) {
      old.replaced = true;
      live--;
    }
  }

  boolean isEmpty() {
    return bySubject.isEmpty();
  }

  boolean holds(NodeId subject) {
    return bySubject.containsKey(subject);
  }

  /// How many are in memory, those included that were replaced.
  int held() {
    return held;
  }

  /// Takes what fits the budget and counts it as sent.
  ///
  /// @param first goes before all others and is not counted, or null
  Rumors take(int budgetBytes, int members, @Nullable Rumor first) {
    if (first == null && bySubject.isEmpty()) {
      return Rumors.NONE;
    }
    List<Claim> claims = new ArrayList<>();
    List<Accusation> accusations = new ArrayList<>();
    List<Doubt> doubts = new ArrayList<>(0);
    int left = budgetBytes;
    if (first != null) {
      Invariant.check(first.bytesMax() <= left, "an accusation fits every message");
      left -= first.bytesMax();
      addTo(first, claims, accusations, doubts);
    }
    List<Entry> taken = takeWhatFits(left);
    int limit = limits.at(members);
    for (Entry entry : taken) {
      addTo(entry.rumor, claims, accusations, doubts);
      entry.sent++;
      if (entry.sent >= limit) {
        remove(entry);
      } else {
        bucket(entry.sent).add(entry);
        held++;
      }
    }
    return new Rumors(claims, accusations, doubts);
  }

  private void remove(Entry sentEnough) {
    NodeId subject = sentEnough.rumor.subject();
    Entry first = Invariant.present(bySubject.get(subject), "what is sent is queued");
    live--;
    if (first == sentEnough) {
      if (first.next == null) {
        bySubject.remove(subject);
      } else {
        bySubject.put(subject, first.next);
      }
      return;
    }
    Entry before = first;
    while (before.next != sentEnough) {
      before = Invariant.present(before.next, "what is sent is queued");
    }
    before.next = sentEnough.next;
  }

  /// From those sent least on, until one does not fit any more.
  private List<Entry> takeWhatFits(int budgetBytes) {
    List<Entry> taken = new ArrayList<>();
    int left = budgetBytes;
    for (Deque<Entry> bucket : bySent) {
      while (!bucket.isEmpty()) {
        Entry entry = bucket.getFirst();
        if (!entry.replaced && entry.rumor.bytesMax() > left) {
          return taken;
        }
        bucket.removeFirst();
        held--;
        if (!entry.replaced) {
          left -= entry.rumor.bytesMax();
          taken.add(entry);
        }
      }
    }
    return taken;
  }

  private Deque<Entry> bucket(int sent) {
    while (bySent.size() <= sent) {
      bySent.add(new ArrayDeque<>());
    }
    return bySent.get(sent);
  }

  private static void addTo(
      Rumor rumor, List<Claim> claims, List<Accusation> accusations, List<Doubt> doubts) {
    switch (rumor) {
      case Doubt doubt -> doubts.add(doubt);
      case Claim claim -> claims.add(claim);
      case Accusation accusation -> accusations.add(accusation);
    }
  }
}
