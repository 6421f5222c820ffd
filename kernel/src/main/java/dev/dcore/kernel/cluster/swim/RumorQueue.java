package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rumors that this node still passes on (SWIM section 4.1): each a number of times logarithmic
/// in the cluster's size, those sent least first, and at most one for each member, since a newer
/// one makes an older one worthless. So it is bounded by the number of members.
final class RumorQueue {
  private record Entry(Rumor rumor, int sent, long sequence) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int bySent = Integer.compare(sent, other.sent);
      // Among those sent equally often the newest is first.
      return bySent != 0 ? bySent : Long.compare(other.sequence, sequence);
    }
  }

  /// No rumor is smaller: with less room left there is nothing to look for.
  private static final int SMALLEST_BYTES = 64;

  private final int transmitMultiplier;
  private final Map<NodeId, Entry> bySubject = new LinkedHashMap<>();
  private final TreeSet<Entry> byNeed = new TreeSet<>();
  private long sequence;

  RumorQueue(int transmitMultiplier) {
    this.transmitMultiplier = transmitMultiplier;
  }

  /// How often each rumor is sent by each member.
  static int transmitLimit(int multiplier, int members) {
    return multiplier * (int) StrictMath.ceil(StrictMath.log10(members + 1.0));
  }

  /// Replaces what was queued about the same member.
  void add(Rumor rumor) {
    forget(rumor.subject());
    Entry entry = new Entry(rumor, 0, sequence++);
    bySubject.put(rumor.subject(), entry);
    byNeed.add(entry);
  }

  void forget(NodeId subject) {
    Entry old = bySubject.remove(subject);
    if (old != null) {
      byNeed.remove(old);
    }
  }

  boolean isEmpty() {
    return bySubject.isEmpty();
  }

  boolean holds(NodeId subject) {
    return bySubject.containsKey(subject);
  }

  /// Takes what fits the budget and counts it as sent.
  ///
  /// @param first goes before all others and is not counted, or null
  Rumors take(int budgetBytes, int members, @Nullable Rumor first) {
    if (first == null && byNeed.isEmpty()) {
      return Rumors.NONE;
    }
    int limit = transmitLimit(transmitMultiplier, members);
    List<Claim> claims = new ArrayList<>();
    List<Accusation> accusations = new ArrayList<>();
    int left = budgetBytes;
    if (first != null && first.bytesMax() <= left) {
      left -= first.bytesMax();
      addTo(first, claims, accusations);
    }
    List<Entry> taken = new ArrayList<>();
    for (Entry entry : byNeed) {
      int bytes = entry.rumor.bytesMax();
      if (bytes > left) {
        if (left < SMALLEST_BYTES) {
          break;
        }
        continue;
      }
      left -= bytes;
      taken.add(entry);
      addTo(entry.rumor, claims, accusations);
    }
    taken.forEach(entry -> countSent(entry, limit));
    return new Rumors(claims, accusations);
  }

  private static void addTo(Rumor rumor, List<Claim> claims, List<Accusation> accusations) {
    switch (rumor) {
      case Claim claim -> claims.add(claim);
      case Accusation accusation -> accusations.add(accusation);
    }
  }

  private void countSent(Entry entry, int limit) {
    byNeed.remove(entry);
    if (entry.sent + 1 >= limit) {
      bySubject.remove(entry.rumor.subject());
      return;
    }
    Entry again = new Entry(entry.rumor, entry.sent + 1, entry.sequence);
    bySubject.put(entry.rumor.subject(), again);
    byNeed.add(again);
  }
}
