package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.state.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;

/// When leases end, as the leader knows it by its own clock. To keep a lease alive costs no entry
/// of the log; so a new leader cannot know when it was done last, and gives each lease its full
/// time. That a lease has ended is a command ([KvMutation.ExpireLease]), and until it is carried
/// out the lease's keys are there.
///
/// A lease whose end was proposed is not kept alive any more: its keys may go at any moment. Who
/// keeps alive must know that it leads still, as for a read, before it says so to the owner, who
/// would else rely on more time than the next leader gives.
///
/// Times are of the monotonic clock of this node.
public final class LeaseClock {
  /// What [#nextNanos] says when no lease ends.
  public static final long NEVER = Long.MAX_VALUE;

  /// After which an end is proposed again: the first proposal may have been refused.
  static final long AGAIN_NANOS = 1_000_000_000L;

  private static final Comparator<Timed> BY_DEADLINE =
      Comparator.comparingLong(Timed::deadlineNanos).thenComparingLong(timed -> timed.lease().id());

  private final LinkedHashMap<Long, Timed> byId = new LinkedHashMap<>();
  private final TreeSet<Timed> byDeadline = new TreeSet<>(BY_DEADLINE);
  private boolean leads;

  private record Timed(Lease lease, long deadlineNanos, boolean ending) {}

  /// This node leads from now on, and has applied all that was committed before.
  public void lead(long nowNanos, StateReader state) {
    follow();
    leads = true;
    for (Lease lease : KvMachine.leases(state, 0, Integer.MAX_VALUE)) {
      set(new Timed(lease, after(nowNanos, lease.ttlNanos()), false));
    }
  }

  /// This node does not lead any more.
  public void follow() {
    leads = false;
    byId.clear();
    byDeadline.clear();
  }

  /// A command was carried out.
  public void applied(long nowNanos, Applied applied) {
    if (!leads || !(applied instanceof Applied.Executed executed)) {
      return;
    }
    for (Entry entry : executed.written()) {
      if (entry.key()[0] == KvKeys.LEASE) {
        onLease(nowNanos, entry);
      }
    }
  }

  private void onLease(long nowNanos, Entry entry) {
    long id = KvKeys.idOfLease(entry.key());
    if (entry.tombstone()) {
      remove(id);
      return;
    }
    Lease lease = KvKeys.leaseOf(entry);
    Timed timed = byId.get(id);
    if (timed == null || timed.lease().granted() != lease.granted()) {
      set(new Timed(lease, after(nowNanos, lease.ttlNanos()), false));
    }
  }

  /// Gives a lease its full time again.
  ///
  /// @return that time, or 0 when there is no such lease, or it is about to end, or this node does
  ///   not lead
  public long keepAlive(long nowNanos, long lease) {
    Timed timed = byId.get(lease);
    if (timed == null || timed.ending() || timed.deadlineNanos() <= nowNanos) {
      return 0;
    }
    long ttl = timed.lease().ttlNanos();
    set(new Timed(timed.lease(), after(nowNanos, ttl), false));
    return ttl;
  }

  /// How long a lease lasts if nobody keeps it alive; 0 as for [#keepAlive].
  public long remainingNanos(long nowNanos, long lease) {
    Timed timed = byId.get(lease);
    return timed == null || timed.ending() ? 0 : Math.max(0, timed.deadlineNanos() - nowNanos);
  }

  /// What to propose now; each is asked for again after a while, until its lease is gone.
  ///
  /// @param max how many at most
  public List<KvMutation.ExpireLease> due(long nowNanos, int max) {
    List<KvMutation.ExpireLease> due = new ArrayList<>();
    while (due.size() < max && !byDeadline.isEmpty() && nextNanos() <= nowNanos) {
      Lease lease = byDeadline.first().lease();
      due.add(new KvMutation.ExpireLease(lease.id(), lease.granted()));
      set(new Timed(lease, after(nowNanos, AGAIN_NANOS), true));
    }
    return due;
  }

  /// When [#due] has something next, or [#NEVER].
  public long nextNanos() {
    return byDeadline.isEmpty() ? NEVER : byDeadline.first().deadlineNanos();
  }

  /// How many leases it watches over.
  public int size() {
    return byId.size();
  }

  private void set(Timed timed) {
    remove(timed.lease().id());
    byId.put(timed.lease().id(), timed);
    Invariant.check(byDeadline.add(timed), "a lease ends once");
  }

  private void remove(long id) {
    Timed gone = byId.remove(id);
    if (gone != null) {
      Invariant.check(byDeadline.remove(gone), "a lease is in both orders");
    }
  }

  private static long after(long nowNanos, long nanos) {
    return nanos >= NEVER - nowNanos ? NEVER : nowNanos + nanos;
  }
}
