package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.OrderedView.Order;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What writes of keys, values and leases do. Each ends in its answer; one that failed may have
/// written, which its caller takes back.
final class KvWrites {
  /// Keys that one command deletes by ranges, and that are attached to one lease: a step of about
  /// ten milliseconds. Part of what a command means, so the same on all replicas.
  static final int KEYS_MAX = 10_000;

  private final StateWriter state;
  private int deleted;

  KvWrites(StateWriter state) {
    this.state = state;
  }

  KvAnswer put(KvOp.Put put) {
    KvItem before = KvReads.item(state, put.key());
    long was = before == null ? 0 : before.lease();
    if (was != put.lease()) {
      if (put.lease() != 0) {
        KvAnswer.Failed failed = attach(put.lease(), put.key());
        if (failed != null) {
          return failed;
        }
      }
      detach(was, put.key());
    }
    Entry entry = state.put(KvKeys.data(put.key()), KvKeys.value(put.value(), put.lease()));
    return new KvAnswer.Stored(state.position(), entry.version());
  }

  KvAnswer delete(KeyRange range) {
    List<Entry> found = state.list(KvKeys.data(range), KEYS_MAX + 1, Order.ASCENDING);
    deleted += found.size();
    if (deleted > KEYS_MAX) {
      return failed(KvFailure.TOO_MANY_KEYS, KEYS_MAX);
    }
    for (Entry entry : found) {
      KvItem item = KvKeys.item(entry);
      detach(item.lease(), item.key());
      Invariant.check(state.delete(entry.key()), "what is listed is there");
    }
    return new KvAnswer.Deleted(state.position(), found.size());
  }

  KvAnswer grant(KvMutation.GrantLease grant) {
    long id = grant.lease() == 0 ? state.position() : grant.lease();
    if (state.entry(KvKeys.lease(id)) != null) {
      return failed(KvFailure.LEASE_EXISTS, id);
    }
    write(new Lease(id, grant.ttlNanos(), state.position(), 0));
    return new KvAnswer.Granted(state.position(), id, grant.ttlNanos());
  }

  KvAnswer revoke(long id) {
    Entry found = state.entry(KvKeys.lease(id));
    return found == null ? failed(KvFailure.NO_SUCH_LEASE, id) : end(KvKeys.leaseOf(found));
  }

  KvAnswer expire(KvMutation.ExpireLease expire) {
    Entry found = state.entry(KvKeys.lease(expire.lease()));
    boolean same = found != null && KvKeys.leaseOf(found).granted() == expire.granted();
    return found == null || !same
        ? new KvAnswer.Revoked(state.position(), 0)
        : end(KvKeys.leaseOf(found));
  }

  KvAnswer compact(long revision) {
    if (revision > state.position()) {
      return failed(KvFailure.FUTURE_REVISION, state.position());
    }
    state.forget(revision);
    return new KvAnswer.Compacted(state.position());
  }

  KvAnswer.Failed failed(KvFailure failure, long detail) {
    return new KvAnswer.Failed(state.position(), failure, detail);
  }

  private KvAnswer end(Lease lease) {
    List<Entry> attached =
        state.list(KvKeys.allAttached(lease.id()), Integer.MAX_VALUE, Order.ASCENDING);
    Invariant.check(attached.size() == lease.keys(), "a lease counts its keys");
    for (Entry entry : attached) {
      byte[] key = KvKeys.keyOfAttached(entry.key());
      Invariant.check(state.delete(KvKeys.data(key)), "a key of a lease is there");
      Invariant.check(state.erase(entry.key()), "what is listed is there");
    }
    Invariant.check(state.erase(KvKeys.lease(lease.id())), "a lease that ends is there");
    return new KvAnswer.Revoked(state.position(), attached.size());
  }

  /// @return why it cannot be, or null
  private KvAnswer.@Nullable Failed attach(long id, byte[] key) {
    Entry found = state.entry(KvKeys.lease(id));
    if (found == null) {
      return failed(KvFailure.NO_SUCH_LEASE, id);
    }
    Lease lease = KvKeys.leaseOf(found);
    if (lease.keys() >= KEYS_MAX) {
      return failed(KvFailure.LEASE_FULL, KEYS_MAX);
    }
    write(lease.withKeys(lease.keys() + 1));
    Entry _ = state.overwrite(KvKeys.attached(id, key), new byte[0]);
    return null;
  }

  private void detach(long id, byte[] key) {
    if (id == 0) {
      return;
    }
    Entry found = Invariant.present(state.entry(KvKeys.lease(id)), "a key's lease is there");
    Lease lease = KvKeys.leaseOf(found);
    write(lease.withKeys(lease.keys() - 1));
    Invariant.check(state.erase(KvKeys.attached(id, key)), "a lease knows its keys");
  }

  private void write(Lease lease) {
    Entry _ = state.overwrite(KvKeys.lease(lease.id()), lease.encode());
  }
}
