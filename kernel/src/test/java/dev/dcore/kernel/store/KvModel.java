package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.KeyRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What the replicated keys and values should do, in the plainest way: maps, copied whole for each
/// revision and before each command that may fail.
final class KvModel {
  TreeMap<String, KvItem> items = new TreeMap<>();
  TreeMap<Long, Lease> leases = new TreeMap<>();
  final TreeMap<Long, TreeMap<String, KvItem>> past = new TreeMap<>();
  final TreeSet<String> touched = new TreeSet<>();
  long horizon;
  private long revision;

  KvAnswer apply(long position, KvMutation mutation) {
    revision = position;
    touched.clear();
    TreeMap<String, KvItem> itemsBefore = new TreeMap<>(items);
    TreeMap<Long, Lease> leasesBefore = new TreeMap<>(leases);
    KvAnswer answer = apply(mutation);
    if (answer instanceof KvAnswer.Failed) {
      items = itemsBefore;
      leases = leasesBefore;
      touched.clear();
    }
    passed(position);
    return answer;
  }

  void passed(long position) {
    past.put(position, new TreeMap<>(items));
  }

  private KvAnswer apply(KvMutation mutation) {
    return switch (mutation) {
      case KvOp.Put put -> put(put);
      case KvOp.Delete(KeyRange range) -> delete(range);
      case KvMutation.Txn txn -> decide(txn);
      case KvMutation.GrantLease(long lease, long ttl) -> {
        long id = lease == 0 ? revision : lease;
        yield leases.putIfAbsent(id, new Lease(id, ttl, revision, 0)) == null
            ? new KvAnswer.Granted(revision, id, ttl)
            : new KvAnswer.Failed(revision, KvFailure.LEASE_EXISTS, id);
      }
      case KvMutation.RevokeLease(long id) ->
          leases.containsKey(id)
              ? end(id)
              : new KvAnswer.Failed(revision, KvFailure.NO_SUCH_LEASE, id);
      case KvMutation.ExpireLease(long id, long granted) ->
          leases.containsKey(id) && leases.get(id).granted() == granted
              ? end(id)
              : new KvAnswer.Revoked(revision, 0);
      case KvMutation.Compact(long upTo) -> {
        if (upTo > revision) {
          yield new KvAnswer.Failed(revision, KvFailure.FUTURE_REVISION, revision);
        }
        horizon = Math.max(horizon, upTo);
        yield new KvAnswer.Compacted(revision);
      }
    };
  }

  private KvAnswer decide(KvMutation.Txn txn) {
    boolean holds = txn.compares().stream().allMatch(each -> holds(each));
    List<KvAnswer.OfOp> answers = new ArrayList<>();
    for (KvOp op : holds ? txn.then() : txn.otherwise()) {
      KvAnswer answer =
          switch (op) {
            case KvOp.Put put -> put(put);
            case KvOp.Delete(KeyRange range) -> delete(range);
            case KvOp.Get(byte[] key) -> scan(items, KvOp.only(key), 9, false);
            case KvOp.Scan(KeyRange range, int limit, boolean descending) ->
                scan(items, range, limit, descending);
          };
      if (!(answer instanceof KvAnswer.OfOp step)) {
        return answer;
      }
      answers.add(step);
    }
    return new KvAnswer.Decided(revision, holds, answers);
  }

  private boolean holds(KvCompare compare) {
    KvItem item = items.get(text(compare.key()));
    if (item == null && compare.target() == KvCompare.Target.VALUE) {
      return false;
    }
    int order =
        switch (compare.target()) {
          case VALUE -> text(item.value()).compareTo(text(compare.value()));
          case VERSION -> Long.compare(item == null ? 0 : item.version(), compare.number());
          case CREATE_REVISION ->
              Long.compare(item == null ? 0 : item.createRevision(), compare.number());
          case REVISION -> Long.compare(item == null ? 0 : item.revision(), compare.number());
        };
    return switch (compare.relation()) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case GREATER -> order > 0;
    };
  }

  private KvAnswer put(KvOp.Put put) {
    if (put.lease() != 0 && !leases.containsKey(put.lease())) {
      return new KvAnswer.Failed(revision, KvFailure.NO_SUCH_LEASE, put.lease());
    }
    KvItem old = items.get(text(put.key()));
    long created = old == null ? revision : old.createRevision();
    int version = old == null ? 1 : old.version() + 1;
    touched.add(text(put.key()));
    items.put(
        text(put.key()),
        new KvItem(put.key(), put.value(), created, revision, version, put.lease()));
    return new KvAnswer.Stored(revision, version);
  }

  private KvAnswer delete(KeyRange range) {
    return new KvAnswer.Deleted(revision, remove(item -> range.contains(item.key())));
  }

  private KvAnswer end(long lease) {
    leases.remove(lease);
    return new KvAnswer.Revoked(revision, remove(item -> item.lease() == lease));
  }

  private int remove(Predicate<KvItem> which) {
    List<KvItem> gone = items.values().stream().filter(which).toList();
    for (KvItem item : gone) {
      touched.add(text(item.key()));
      items.remove(text(item.key()));
    }
    return gone.size();
  }

  /// What watchers hear of the last command.
  List<KvEvent> events() {
    return touched.stream()
        .map(
            key ->
                items.getOrDefault(
                    key, new KvItem(bytes(key), new byte[0], revision, revision, 0, 0)))
        .map(KvEvent::new)
        .toList();
  }

  KvAnswer.Found scan(Map<String, KvItem> from, KeyRange range, int limit, boolean descending) {
    List<KvItem> all =
        new ArrayList<>(from.values().stream().filter(i -> range.contains(i.key())).toList());
    List<KvItem> inOrder = descending ? all.reversed() : all;
    return new KvAnswer.Found(
        revision, inOrder.subList(0, Math.min(limit, all.size())), all.size() > limit);
  }

  /// Leases with the number of their keys.
  List<Lease> leases() {
    return leases.values().stream()
        .map(
            lease ->
                lease.withKeys(
                    (int)
                        items.values().stream().filter(item -> item.lease() == lease.id()).count()))
        .toList();
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
