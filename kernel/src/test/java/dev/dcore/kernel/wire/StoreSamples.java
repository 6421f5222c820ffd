package dev.dcore.kernel.wire;

import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.store.KeepAlive;
import dev.dcore.kernel.store.KvAnswer;
import dev.dcore.kernel.store.KvAnswers;
import dev.dcore.kernel.store.KvCompare;
import dev.dcore.kernel.store.KvEvent;
import dev.dcore.kernel.store.KvFailure;
import dev.dcore.kernel.store.KvItem;
import dev.dcore.kernel.store.KvMessages;
import dev.dcore.kernel.store.KvMutation;
import dev.dcore.kernel.store.KvOp;
import dev.dcore.kernel.store.KvQuery;
import dev.dcore.kernel.store.KvWatch;
import dev.dcore.kernel.store.Lease;
import dev.dcore.kernel.store.Operation;
import dev.dcore.kernel.store.ReplicatedEntry;
import dev.dcore.kernel.store.SessionId;
import dev.dcore.kernel.store.UnknownCommand;
import dev.dcore.kernel.store.WatchMessages;
import dev.dcore.kernel.store.WatchNotice;
import dev.dcore.kernel.transport.MalformedFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One of each message of a replicated store, by the name of its golden file.
public final class StoreSamples {
  private static final byte[] KEY = {'k', 'e', 'y'};
  private static final byte[] VALUE = {'v', 0, 'v'};
  private static final SessionId SESSION = new SessionId(300, -5);
  private static final KeyRange RANGE = new KeyRange(KEY, new byte[] {'l'});

  private StoreSamples() {}

  public static Map<String, Operation> operations() {
    Map<String, Operation> all = new LinkedHashMap<>();
    all.put("execute", new Operation.Execute(SESSION, 9, 7, VALUE));
    all.put("execute-once", Operation.Execute.once(VALUE));
    all.put("open-session", new Operation.OpenSession(-5));
    all.put("close-session", new Operation.CloseSession(SESSION));
    all.put("tick", new Operation.Tick());
    return all;
  }

  public static Map<String, KvMutation> mutations() {
    Map<String, KvMutation> all = new LinkedHashMap<>();
    all.put("put", new KvOp.Put(KEY, VALUE, 300));
    all.put("delete", KvOp.Delete.of(KEY));
    all.put("txn", txn());
    all.put("grant-lease", new KvMutation.GrantLease(7, 10_000_000_000L));
    all.put("revoke-lease", new KvMutation.RevokeLease(7));
    all.put("expire-lease", new KvMutation.ExpireLease(7, 300));
    all.put("compact", new KvMutation.Compact(300));
    return all;
  }

  private static KvMutation.Txn txn() {
    List<KvCompare> compares = new ArrayList<>();
    for (KvCompare.Target target : KvCompare.Target.values()) {
      for (KvCompare.Relation relation : KvCompare.Relation.values()) {
        compares.add(new KvCompare(KEY, target, relation, 300, VALUE));
      }
    }
    List<KvOp> then = List.of(new KvOp.Put(KEY, VALUE), KvOp.Delete.of(KEY));
    List<KvOp> otherwise =
        List.of(new KvOp.Get(KEY), new KvOp.Scan(KeyRange.ALL, 300, true), new KvOp.Delete(RANGE));
    return new KvMutation.Txn(compares, then, otherwise);
  }

  public static Map<String, KvQuery> queries() {
    Map<String, KvQuery> all = new LinkedHashMap<>();
    all.put("get", new KvQuery.Get(KEY, 300));
    all.put("scan", new KvQuery.Scan(RANGE, 300, true, 300));
    all.put("scan-all", new KvQuery.Scan(KeyRange.ALL, 1, false, 0));
    all.put("leases", new KvQuery.Leases(7, 300));
    return all;
  }

  public static Map<String, KvAnswer> answers() {
    KvItem item = new KvItem(KEY, VALUE, 300, 301, 2, 7);
    KvAnswer.Found found = new KvAnswer.Found(302, List.of(item, item), true);
    List<KvAnswer.OfOp> ofOps =
        List.of(new KvAnswer.Stored(302, 3), new KvAnswer.Deleted(302, 1), found);
    Map<String, KvAnswer> all = new LinkedHashMap<>();
    all.put("stored", new KvAnswer.Stored(302, 3));
    all.put("deleted", new KvAnswer.Deleted(302, 1));
    all.put("found", found);
    all.put("decided", new KvAnswer.Decided(302, true, ofOps));
    all.put("granted", new KvAnswer.Granted(302, 7, 10_000_000_000L));
    all.put("revoked", new KvAnswer.Revoked(302, 5));
    all.put("compacted", new KvAnswer.Compacted(302));
    Lease lease = new Lease(7, 10_000_000_000L, 300, 5);
    all.put("leases", new KvAnswer.Leases(302, List.of(lease, lease)));
    all.put("failed", new KvAnswer.Failed(302, KvFailure.FUTURE_REVISION, 300));
    return all;
  }

  static List<HostileDecoder<?>> decoders() {
    List<HostileDecoder<?>> all = new ArrayList<>();
    operations()
        .forEach(
            (name, operation) ->
                all.add(
                    new HostileDecoder<>(
                        "replicated " + name,
                        StoreSamples::decode,
                        ReplicatedEntry::encode,
                        new ReplicatedEntry(258, operation).encode())));
    all.add(mutation(txn()));
    all.add(mutation(new KvMutation.GrantLease(7, 10_000_000_000L)));
    queries()
        .forEach(
            (name, query) ->
                all.add(
                    new HostileDecoder<>(
                        "kv query " + name,
                        KvMessages.QUERIES::decode,
                        KvMessages.QUERIES::encode,
                        KvMessages.QUERIES.encode(query))));
    Map<String, KvAnswer> answers = answers();
    // What these have not, the others have not either.
    answers.keySet().retainAll(List.of("found", "decided", "leases", "failed"));
    answers.forEach(
        (name, answer) ->
            all.add(
                new HostileDecoder<>(
                    "kv answer " + name,
                    KvAnswers.ANSWERS::decode,
                    KvAnswers.ANSWERS::encode,
                    KvAnswers.ANSWERS.encode(answer))));
    KvItem item = new KvItem(KEY, VALUE, 300, 301, 2, 7);
    List<KvEvent> events = List.of(new KvEvent(item), new KvEvent(item));
    all.add(
        new HostileDecoder<>(
            "kv notice",
            WatchMessages.NOTICES::decode,
            WatchMessages.NOTICES::encode,
            WatchMessages.NOTICES.encode(new WatchNotice.Events(301, events))));
    all.add(
        new HostileDecoder<>(
            "kv watch",
            WatchMessages.WATCHES::decode,
            WatchMessages.WATCHES::encode,
            WatchMessages.WATCHES.encode(new KvWatch(KeyRange.ofPrefix(KEY), 301))));
    all.add(
        new HostileDecoder<>(
            "kv keep alive",
            KvMessages.KEEP_ALIVES::decode,
            KvMessages.KEEP_ALIVES::encode,
            KvMessages.KEEP_ALIVES.encode(new KeepAlive(7))));
    return all;
  }

  private static HostileDecoder<KvMutation> mutation(KvMutation mutation) {
    return new HostileDecoder<>(
        "kv " + mutation.getClass().getSimpleName(),
        KvMessages.MUTATIONS::decode,
        KvMessages.MUTATIONS::encode,
        KvMessages.MUTATIONS.encode(mutation));
  }

  private static ReplicatedEntry decode(byte[] bytes) throws MalformedFrame {
    try {
      return ReplicatedEntry.decode(bytes);
    } catch (UnknownCommand e) {
      throw new MalformedFrame("the documented error of what a log holds");
    }
  }
}
