package dev.dcore.node;

import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.store.KeepAlive;
import dev.dcore.kernel.store.KvAnswer;
import dev.dcore.kernel.store.KvAnswers;
import dev.dcore.kernel.store.KvItem;
import dev.dcore.kernel.store.KvMessages;
import dev.dcore.kernel.store.KvMutation;
import dev.dcore.kernel.store.KvOp;
import dev.dcore.kernel.store.KvQuery;
import dev.dcore.kernel.store.KvWatch;
import dev.dcore.kernel.store.ReadLevel;
import dev.dcore.kernel.store.WatchMessages;
import dev.dcore.kernel.transport.MalformedFrame;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The replicated keys and values of a [Group]: linearizable, each write carried out once. A
/// revision is a position of the group's log. Thread-safe; futures fail as those of the group, and
/// with [GroupFailed] for what the store refuses.
public final class KeyValues {
  private final Group group;

  KeyValues(Group group) {
    this.group = group;
  }

  /// @param key 1 to 1,024 bytes
  /// @param value at most 512 KiB
  public CompletableFuture<KvAnswer.Stored> put(byte[] key, byte[] value) {
    return mutate(new KvOp.Put(key.clone(), value.clone()), KvAnswer.Stored.class);
  }

  /// As [#put(byte[], byte[])], of a key that goes by itself.
  public CompletableFuture<KvAnswer.Stored> put(byte[] key, byte[] value, Duration timeToLive) {
    byte[] keyCopy = key.clone();
    byte[] valueCopy = value.clone();
    return grantLease(timeToLive)
        .thenCompose(
            lease ->
                mutate(new KvOp.Put(keyCopy, valueCopy, lease.lease()), KvAnswer.Stored.class));
  }

  /// @return how many keys there were, and the revision
  public CompletableFuture<KvAnswer.Deleted> delete(byte[] key) {
    return mutate(KvOp.Delete.of(key.clone()), KvAnswer.Deleted.class);
  }

  /// Puts the key if it holds what is expected.
  ///
  /// @param expected null when there has to be no such key
  /// @return whether it was so; else the answer's only step says what the key holds
  public CompletableFuture<KvAnswer.Decided> compareAndSet(
      byte[] key, byte @Nullable [] expected, byte[] value) {
    KvMutation.Txn txn =
        expected == null
            ? KvMutation.Txn.create(key.clone(), value.clone())
            : KvMutation.Txn.compareAndSet(key.clone(), expected.clone(), value.clone());
    return transact(txn);
  }

  /// Carries out one branch or the other, all of it at once.
  public CompletableFuture<KvAnswer.Decided> transact(KvMutation.Txn transaction) {
    return mutate(transaction, KvAnswer.Decided.class);
  }

  /// @return empty when there is no such key
  public CompletableFuture<Optional<KvItem>> get(byte[] key) {
    return get(key, ReadLevel.LINEARIZABLE);
  }

  public CompletableFuture<Optional<KvItem>> get(byte[] key, ReadLevel level) {
    return query(new KvQuery.Get(key.clone(), 0), level)
        .thenApply(found -> found.items().stream().findFirst());
  }

  /// Keys that begin so, in their order.
  ///
  /// @param after only those behind this key, or null for all
  /// @param limit how many at most; a thousand is the most
  public CompletableFuture<KvAnswer.Found> list(
      byte[] prefix, byte @Nullable [] after, int limit, ReadLevel level) {
    KeyRange all = KeyRange.ofPrefix(prefix.clone());
    KeyRange range = after == null ? all : all.after(after.clone());
    return query(new KvQuery.Scan(range, limit, false, 0), level);
  }

  /// Grants a lease: keys put with it go when nobody keeps it alive for so long.
  public CompletableFuture<KvAnswer.Granted> grantLease(Duration timeToLive) {
    long nanos = Math.max(1, timeToLive.toNanos());
    return mutate(new KvMutation.GrantLease(0, nanos), KvAnswer.Granted.class);
  }

  /// Gives a lease its full time again, counted from this call. It costs no write.
  ///
  /// @return that time; fails when there is no such lease, or it is about to end
  public CompletableFuture<Duration> keepAlive(long lease) {
    return group
        .askLeader(KvMessages.KEEP_ALIVES.encode(new KeepAlive(lease)))
        .thenCompose(body -> read(body, KvAnswer.Granted.class))
        .thenApply(granted -> Duration.ofNanos(granted.ttlNanos()));
  }

  /// Ends a lease, and deletes its keys.
  public CompletableFuture<KvAnswer.Revoked> revokeLease(long lease) {
    return mutate(new KvMutation.RevokeLease(lease), KvAnswer.Revoked.class);
  }

  /// Watches the keys that begin so, as this node's own replica carries out what becomes of them:
  /// no other node is asked. Close it when done.
  ///
  /// @param from the first revision of interest, which may be one to come; 0 for what is behind all
  ///   that this node has
  /// @return fails when the node has no replica, or too many watchers
  public CompletableFuture<KeyWatch> watch(byte[] prefix, long from) {
    KvWatch watch = new KvWatch(KeyRange.ofPrefix(prefix.clone()), from);
    return group
        .watch(WatchMessages.WATCHES.encode(watch))
        .thenApply(begun -> new KeyWatch(group, begun.watch(), begun.position()));
  }

  /// Versions that were replaced up to a revision may be forgotten.
  public CompletableFuture<KvAnswer.Compacted> compact(long revision) {
    return mutate(new KvMutation.Compact(revision), KvAnswer.Compacted.class);
  }

  private CompletableFuture<KvAnswer.Found> query(KvQuery query, ReadLevel level) {
    return group
        .ask(KvMessages.QUERIES.encode(query), level)
        .thenCompose(body -> read(body, KvAnswer.Found.class));
  }

  private <T extends KvAnswer> CompletableFuture<T> mutate(KvMutation mutation, Class<T> type) {
    return group
        .submit(KvMessages.MUTATIONS.encode(mutation))
        .thenCompose(body -> read(body, type));
  }

  private static <T extends KvAnswer> CompletableFuture<T> read(byte[] body, Class<T> type) {
    KvAnswer answer;
    try {
      answer = KvAnswers.ANSWERS.decode(body);
    } catch (MalformedFrame e) {
      return CompletableFuture.failedFuture(
          new GroupFailed("the group does not hold keys and values: " + e.reason(), true));
    }
    return answer instanceof KvAnswer.Failed failed
        ? CompletableFuture.failedFuture(new GroupFailed(failed.message(), false))
        : CompletableFuture.completedFuture(type.cast(answer));
  }
}
