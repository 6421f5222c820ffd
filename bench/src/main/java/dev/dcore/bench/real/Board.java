package dev.dcore.bench.real;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Who sees whom how, as those who watch the members report it, with the times. Thread-safe.
public final class Board {
  /// One observer changed its mind.
  ///
  /// @param nanos of `System.nanoTime()`, when it was reported
  public record Sighting(String observer, String member, Seen seen, long nanos) {
    @Override
    public String toString() {
      return observer + " saw " + member + " " + seen;
    }
  }

  private final Map<String, Map<String, Seen>> views = new LinkedHashMap<>();
  private final List<Sighting> history = new ArrayList<>();
  private final Set<String> forgotten = new LinkedHashSet<>();
  private long changedNanos = System.nanoTime();
  private @Nullable String broken;

  synchronized void saw(String observer, String member, Seen seen) {
    if (forgotten.contains(observer)) {
      return;
    }
    Map<String, Seen> view = views.computeIfAbsent(observer, _ -> new LinkedHashMap<>());
    if (view.put(member, seen) != seen) {
      changedNanos = System.nanoTime();
      history.add(new Sighting(observer, member, seen, changedNanos));
      notifyAll();
    }
  }

  /// No longer an observer: it was killed or frozen by us, or the watch ends.
  synchronized void forget(String observer) {
    forgotten.add(observer);
    views.remove(observer);
    changedNanos = System.nanoTime();
    notifyAll();
  }

  /// It reports again, from the beginning.
  synchronized void readmit(String observer) {
    forgotten.remove(observer);
    views.remove(observer);
  }

  /// An observer that should report does not: whatever is waited for will not come.
  synchronized void fail(String observer, String sentence) {
    if (!forgotten.contains(observer)) {
      broken = observer + ": " + sentence;
      notifyAll();
    }
  }

  /// Waits until the condition, which reads this board, holds.
  ///
  /// @param what is waited for, in words
  /// @return when the last report came that made it hold, by `System.nanoTime()`
  public synchronized long await(String what, Duration limit, BooleanSupplier condition)
      throws RealFailed, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      String failure = broken;
      if (failure != null) {
        throw new RealFailed("while waiting that " + what + ", " + failure);
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new RealFailed(
            "not within " + limit.toSeconds() + " s: " + what + "; instead " + summary());
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return changedNanos;
  }

  /// Whether these observers see all these members so.
  public synchronized boolean allSee(
      Collection<String> observers, Collection<String> members, Seen seen) {
    for (String observer : observers) {
      Map<String, Seen> view = views.get(observer);
      if (view == null || !members.stream().allMatch(member -> view.get(member) == seen)) {
        return false;
      }
    }
    return true;
  }

  /// What was reported since then, in order.
  public synchronized List<Sighting> since(long nanos) {
    return history.stream().filter(each -> each.nanos() - nanos >= 0).toList();
  }

  /// Who was taken for dead, or for one that left, since then.
  public List<Sighting> gone(long sinceNanos) {
    return since(sinceNanos).stream()
        .filter(each -> each.seen() == Seen.DEAD || each.seen() == Seen.LEFT)
        .toList();
  }

  /// How many see whom how, where that is not all alive.
  private String summary() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Map<String, Seen> view : views.values()) {
      counts.merge("see " + view.size(), 1, Integer::sum);
      view.forEach(
          (member, seen) -> {
            if (seen != Seen.ALIVE) {
              counts.merge("see " + member + " " + seen, 1, Integer::sum);
            }
          });
    }
    return "of " + views.size() + " observers " + counts;
  }
}
