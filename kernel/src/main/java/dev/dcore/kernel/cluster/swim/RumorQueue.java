package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Frame;
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
///
/// Two lanes share each message by bytes (deficit round robin, Shreedhar and Varghese 1995): what
/// is urgent, accusations and refutations, and the rest, as who joined and who doubts. So neither a
/// mass start delays a suspicion, nor a storm of suspicions the news of members.
///
/// While more waits than one message holds, to hear a rumor from another counts as having sent it
/// (the feedback of Demers et al., "Epidemic algorithms", PODC 1987): what many know gives way to
/// what few do.
final class RumorQueue {
  /// What the rest gets of a message at least, in quarters, while there is any.
  private static final int PLAIN_QUARTERS = 1;

  /// So many joins wait at most; of those beyond, reconciliation tells. A node sends a few hundred
  /// rumors a second, so a mass start by rumors alone would take minutes, and memory for n squared
  /// of them.
  static final int JOINS_MAX = 256;

  /// Doubts are most of what is told while the network is bad, and need not reach everybody:
  /// several doubters count, and their cut is voted on. A third of the sends reaches all but a few
  /// (of members that are each told `s` times at random, `e^-s` miss it).
  private static final int DOUBTS_SHARE = 3;

  /// Fewer reach too few.
  private static final int DOUBT_SENDS_MIN = 3;

  /// So many replaced rumors are kept beside as many as count, before they are cleared away.
  private static final int REPLACED_SLACK = 64;

  private static final class Entry {
    final Rumor rumor;
    final boolean urgent;
    int sent;
    boolean replaced;

    /// Another about the same member; nearly always none.
    @Nullable Entry next;

    Entry(Rumor rumor, boolean urgent) {
      this.rumor = rumor;
      this.urgent = urgent;
    }
  }

  private final TransmitLimit limits;
  private final Map<NodeId, Entry> bySubject = new LinkedHashMap<>();
  private final Lane urgent = new Lane();
  private final Lane plain = new Lane();
  private int plainCreditBytes;
  private int held;
  private int live;
  private int liveBytes;
  private int liveDoubts;

  RumorQueue(int transmitMultiplier) {
    this.limits = new TransmitLimit(transmitMultiplier);
  }

  /// Replaces what it makes worthless.
  void add(Rumor rumor) {
    add(rumor, rumor instanceof Accusation);
  }

  /// A claim that refutes, or any other rumor that cannot wait.
  void addUrgent(Rumor rumor) {
    add(rumor, true);
  }

  /// A stranger's first claim.
  void addJoin(Rumor rumor) {
    if (live < JOINS_MAX) {
      add(rumor, false);
    }
  }

  private void add(Rumor rumor, boolean first) {
    Entry entry = new Entry(rumor, first);
    Entry old = bySubject.put(rumor.subject(), entry);
    while (old != null) {
      Entry next = old.next;
      if (rumor.replaces(old.rumor)) {
        replaced(old);
      } else {
        old.next = entry.next;
        entry.next = old;
      }
      old = next;
    }
    (first ? urgent : plain).put(entry);
    enter(rumor, 1);
    if (held > 2 * live + REPLACED_SLACK) {
      urgent.clear();
      plain.clear();
      held = live;
    }
  }

  private void replaced(Entry old) {
    old.replaced = true;
    enter(old.rumor, -1);
  }

  private void enter(Rumor rumor, int sign) {
    live += sign;
    liveBytes += sign * rumor.bytesMax();
    liveDoubts += rumor instanceof Doubt ? sign : 0;
  }

  /// Another member passes on what is known here.
  void heard(NodeId subject, long rank) {
    if (liveBytes <= Frame.DATAGRAM_BODY_BYTES_MAX) {
      return;
    }
    for (Entry entry = bySubject.get(subject); entry != null; entry = entry.next) {
      if (entry.rumor instanceof Claim claim
          && RankIndex.rank(claim.incarnation(), claim.state()) == rank) {
        entry.sent++;
      }
    }
  }

  boolean isEmpty() {
    return bySubject.isEmpty();
  }

  /// Whether anything waits that others should hear soon, which doubts are not.
  boolean isPressing() {
    return live > liveDoubts;
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
    int limit = limits.at(members);
    for (Entry entry : takeFairly(left, limit)) {
      addTo(entry.rumor, claims, accusations, doubts);
    }
    return Rumors.of(claims, accusations, doubts);
  }

  private List<Entry> takeFairly(int budgetBytes, int limit) {
    List<Entry> taken = new ArrayList<>();
    plainCreditBytes =
        plain.isEmpty()
            ? 0
            : Math.min(budgetBytes, plainCreditBytes + budgetBytes * PLAIN_QUARTERS / 4);
    int left = budgetBytes;
    left -= urgent.take(left - plainCreditBytes, limit, taken);
    int spent = plain.take(left, limit, taken);
    plainCreditBytes = Math.max(0, plainCreditBytes - spent);
    left -= spent;
    urgent.take(left, limit, taken);
    for (Entry entry : taken) {
      entry.sent++;
      if (entry.sent >= limit(entry.rumor, limit)) {
        remove(entry);
      } else {
        (entry.urgent ? urgent : plain).put(entry);
      }
    }
    return taken;
  }

  private static int limit(Rumor rumor, int limit) {
    return rumor instanceof Doubt ? Math.max(DOUBT_SENDS_MIN, limit / DOUBTS_SHARE) : limit;
  }

  private void remove(Entry sentEnough) {
    NodeId subject = sentEnough.rumor.subject();
    Entry first = Invariant.present(bySubject.get(subject), "what is sent is queued");
    enter(sentEnough.rumor, -1);
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

  private static void addTo(
      Rumor rumor, List<Claim> claims, List<Accusation> accusations, List<Doubt> doubts) {
    switch (rumor) {
      case Doubt doubt -> doubts.add(doubt);
      case Claim claim -> claims.add(claim);
      case Accusation accusation -> accusations.add(accusation);
    }
  }

  /// Rumors of one urgency. At place i lie those that were sent i times; replaced ones stay until
  /// they come up, or are too many: a node with nobody to tell replaces its own claim again and
  /// again.
  private final class Lane {
    private final List<Deque<Entry>> bySent = new ArrayList<>();

    boolean isEmpty() {
      for (Deque<Entry> bucket : bySent) {
        if (!bucket.isEmpty()) {
          return false;
        }
      }
      return true;
    }

    void put(Entry entry) {
      while (bySent.size() <= entry.sent) {
        bySent.add(new ArrayDeque<>());
      }
      bySent.get(entry.sent).add(entry);
      held++;
    }

    void clear() {
      bySent.forEach(bucket -> bucket.removeIf(each -> each.replaced));
    }

    /// From those sent least on, until one does not fit any more.
    ///
    /// @return how many bytes they take at most
    int take(int budgetBytes, int limit, List<Entry> taken) {
      int spent = 0;
      for (int sent = 0; sent < bySent.size(); sent++) {
        Deque<Entry> bucket = bySent.get(sent);
        while (!bucket.isEmpty()) {
          Entry entry = bucket.getFirst();
          boolean stale = entry.replaced || entry.sent > sent;
          if (!stale && entry.rumor.bytesMax() > budgetBytes - spent) {
            return spent;
          }
          bucket.removeFirst();
          held--;
          if (!stale) {
            spent += entry.rumor.bytesMax();
            taken.add(entry);
          } else if (!entry.replaced && entry.sent >= limit(entry.rumor, limit)) {
            remove(entry);
          } else if (!entry.replaced) {
            put(entry);
          }
        }
      }
      return spent;
    }
  }
}
