package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.OrderedView.Order;
import dev.dcore.kernel.transport.MalformedFrame;
import java.util.ArrayList;
import java.util.List;

/// Keys and values with revisions, transactions and leases, as a state machine. A revision is a
/// position of the log.
///
/// Commands are [KvMutation]s, questions [KvQuery]s, and the bytes that come back [KvAnswer]s
/// ([KvMessages], [KvAnswers]).
public final class KvMachine implements StateMachine {
  /// Leases of one answer.
  private static final int LEASES_MAX = 1_000;

  private final KvRefusals refusals;
  private final WatchLimits watchLimits;

  /// @param limits for what is proposed; they may differ between replicas
  public KvMachine(StoreLimits limits) {
    this(limits, WatchLimits.DEFAULT);
  }

  /// @param limits as for [#KvMachine(StoreLimits)]
  /// @param watchLimits of each replica; they may differ, too
  public KvMachine(StoreLimits limits, WatchLimits watchLimits) {
    this.refusals = new KvRefusals(limits);
    this.watchLimits = watchLimits;
  }

  @Override
  public byte[] apply(byte[] command, StateWriter state) throws UnknownCommand {
    KvMutation mutation;
    try {
      mutation = KvMessages.MUTATIONS.decode(command);
    } catch (MalformedFrame e) {
      throw new UnknownCommand("a command cannot be read: " + e.reason());
    }
    KvAnswer answer = apply(mutation, state);
    if (answer instanceof KvAnswer.Failed) {
      state.discard();
    }
    return KvAnswers.ANSWERS.encode(answer);
  }

  private static KvAnswer apply(KvMutation mutation, StateWriter state) {
    KvWrites writes = new KvWrites(state);
    return switch (mutation) {
      case KvOp.Put put -> writes.put(put);
      case KvOp.Delete(KeyRange range) -> writes.delete(range);
      case KvMutation.Txn txn -> decide(txn, state, writes);
      case KvMutation.GrantLease grant -> writes.grant(grant);
      case KvMutation.RevokeLease(long lease) -> writes.revoke(lease);
      case KvMutation.ExpireLease expire -> writes.expire(expire);
      case KvMutation.Compact(long revision) -> writes.compact(revision);
    };
  }

  private static KvAnswer decide(KvMutation.Txn txn, StateWriter state, KvWrites writes) {
    boolean succeeded = true;
    for (KvCompare compare : txn.compares()) {
      succeeded &= compare.holds(KvReads.item(state, compare.key()));
    }
    List<KvAnswer.OfOp> answers = new ArrayList<>();
    long bytes = 0;
    for (KvOp op : succeeded ? txn.then() : txn.otherwise()) {
      switch (step(op, state, writes)) {
        case KvAnswer.OfOp answer -> {
          bytes += answer instanceof KvAnswer.Found found ? KvReads.bytes(found) : 0;
          answers.add(answer);
        }
        case KvAnswer failed -> {
          return failed;
        }
      }
      if (bytes > KvReads.ANSWER_BYTES_MAX) {
        return writes.failed(KvFailure.ANSWER_TOO_LARGE, KvReads.ANSWER_BYTES_MAX);
      }
    }
    return new KvAnswer.Decided(state.position(), succeeded, answers);
  }

  private static KvAnswer step(KvOp op, StateWriter state, KvWrites writes) {
    return switch (op) {
      case KvOp.Put put -> writes.put(put);
      case KvOp.Delete(KeyRange range) -> writes.delete(range);
      case KvOp.Get(byte[] key) -> KvReads.found(state.position(), KvReads.item(state, key));
      case KvOp.Scan(KeyRange range, int limit, boolean descending) ->
          KvReads.scan(state.position(), state::list, range, limit, descending);
    };
  }

  @Override
  public byte[] query(byte[] query, StateHistory state) throws UnknownQuery {
    try {
      return KvAnswers.ANSWERS.encode(query(KvMessages.QUERIES.decode(query), state));
    } catch (MalformedFrame e) {
      throw new UnknownQuery("a question cannot be read: " + e.reason());
    }
  }

  /// As [#query(byte[], StateHistory)], for who has both as records.
  public static KvAnswer query(KvQuery query, StateHistory state) {
    return switch (query) {
      case KvQuery.Get get -> onGet(get, state);
      case KvQuery.Scan scan -> onScan(scan, state);
      case KvQuery.Leases(long after, int limit) -> onLeases(after, limit, state);
    };
  }

  private static KvAnswer onGet(KvQuery.Get get, StateHistory state) {
    if (get.at() == 0) {
      return KvReads.found(state.position(), KvReads.item(state, get.key()));
    }
    if (get.at() < state.horizon() || get.at() > state.position()) {
      return outside(get.at(), state);
    }
    Entry found = state.entry(KvKeys.data(get.key()), get.at());
    return KvReads.found(state.position(), found == null ? null : KvKeys.item(found));
  }

  private static KvAnswer onScan(KvQuery.Scan scan, StateHistory state) {
    long at = scan.at();
    if (at != 0 && (at < state.horizon() || at > state.position())) {
      return outside(at, state);
    }
    KvReads.Source source =
        at == 0 ? state::list : (range, limit, order) -> state.list(range, limit, order, at);
    return KvReads.scan(state.position(), source, scan.range(), scan.limit(), scan.descending());
  }

  private static KvAnswer outside(long at, StateHistory state) {
    return at < state.horizon()
        ? new KvAnswer.Failed(state.position(), KvFailure.COMPACTED, state.horizon())
        : new KvAnswer.Failed(state.position(), KvFailure.FUTURE_REVISION, state.position());
  }

  private static KvAnswer onLeases(long after, int limit, StateHistory state) {
    List<Lease> leases = leases(state, after, Math.min(limit, LEASES_MAX));
    return new KvAnswer.Leases(state.position(), leases);
  }

  /// Leases in the order of their numbers.
  ///
  /// @param after the number before the first
  public static List<Lease> leases(StateReader state, long after, int limit) {
    KeyRange range = KvKeys.LEASES.after(KvKeys.lease(after));
    return state.list(range, limit, Order.ASCENDING).stream().map(KvKeys::leaseOf).toList();
  }

  @Override
  public String refusal(byte[] command, StateReader state) {
    try {
      return refusals.refusal(KvMessages.MUTATIONS.decode(command), state);
    } catch (MalformedFrame e) {
      return "a command cannot be read: " + e.reason();
    }
  }

  @Override
  public Companion companion() {
    return new KvCompanion(watchLimits);
  }
}
