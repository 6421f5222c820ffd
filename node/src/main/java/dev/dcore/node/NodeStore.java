package dev.dcore.node;

import dev.dcore.io.persistence.BackupFile;
import dev.dcore.io.runtime.NodeLoop;
import dev.dcore.io.runtime.OfflineStore;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.StateView;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.StoreAnswer;
import dev.dcore.kernel.runtime.StoreRequest;
import dev.dcore.kernel.store.KvCommand;
import dev.dcore.kernel.store.KvResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Keys and values that this node keeps for itself: durable, ordered, and not replicated. What is
/// acknowledged survives a crash and a power loss. Thread-safe.
///
/// Each method's future fails with [StoreFailed], which says why, or with `IllegalStateException`
/// when the node is stopped.
public final class NodeStore {
  private final NodeLoop loop;
  private final Deliveries deliveries;

  NodeStore(NodeLoop loop, Deliveries deliveries) {
    this.loop = loop;
    this.deliveries = deliveries;
  }

  /// @param key 1 to 1,024 bytes
  /// @param value at most 512 KiB
  /// @return done when it is durable
  public CompletableFuture<KvResult.Stored> put(byte[] key, byte[] value) {
    return write(new KvCommand.Put(key.clone(), value.clone(), 0), KvResult.Stored.class);
  }

  /// @param timeToLive after which the key is gone; it does not go on while the node is down
  public CompletableFuture<KvResult.Stored> put(byte[] key, byte[] value, Duration timeToLive) {
    long nanos = Math.max(1, timeToLive.toNanos());
    return write(new KvCommand.Put(key.clone(), value.clone(), nanos), KvResult.Stored.class);
  }

  public CompletableFuture<KvResult.Deleted> delete(byte[] key) {
    return write(new KvCommand.Delete(key.clone()), KvResult.Deleted.class);
  }

  /// @return empty when there is no such key
  public CompletableFuture<Optional<Entry>> get(byte[] key) {
    return ask(new StoreRequest.Get(key.clone()), StoreAnswer.Found.class)
        .thenApply(found -> Optional.ofNullable(found.entry()));
  }

  /// Keys that begin so, in their order.
  ///
  /// @param after only those behind this key, or null for all
  /// @param limit how many at most; a thousand is the most
  public CompletableFuture<StoreAnswer.Listed> list(
      byte[] prefix, byte @Nullable [] after, int limit) {
    KeyRange all = KeyRange.ofPrefix(prefix.clone());
    KeyRange range = after == null ? all : all.after(after);
    return ask(new StoreRequest.ListKeys(range, limit), StoreAnswer.Listed.class);
  }

  public CompletableFuture<StoreAnswer.Status> status() {
    return ask(new StoreRequest.AskStatus(), StoreAnswer.Status.class);
  }

  /// Writes a checkpoint, in the background; writes go on meanwhile.
  public CompletableFuture<StoreAnswer.Checkpointed> checkpoint() {
    return ask(new StoreRequest.Checkpoint(), StoreAnswer.Checkpointed.class);
  }

  /// Writes two checkpoints, with which all of the log up to now can go.
  public CompletableFuture<StoreAnswer.Checkpointed> compact() {
    return ask(new StoreRequest.Compact(), StoreAnswer.Checkpointed.class);
  }

  /// Writes the state as it is now, on the calling thread; writes to the store go on meanwhile.
  ///
  /// @return the position of that state
  /// @throws IOException also when there is no state to be had, in one sentence
  public long backup(OutputStream to) throws IOException, InterruptedException {
    try (StateView view =
        ask(new StoreRequest.TakeSnapshot(), StoreAnswer.Snapshot.class).get().view()) {
      BackupFile.write(view, to);
      return view.position();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(cause == null ? e.toString() : cause.getMessage(), e);
    }
  }

  /// Checks every byte of a backup.
  ///
  /// @return how many keys it has
  /// @throws IOException in one sentence, when it is not whole
  public static long verify(Path backup) throws IOException {
    return BackupFile.verify(backup).keys();
  }

  /// Replaces what a node that does not run keeps in its data directory. Nothing is touched unless
  /// the backup is whole.
  ///
  /// @param cluster the node's cluster
  /// @return how many keys there are now
  /// @throws IOException in one sentence: a node runs there, or the backup is damaged
  public static long restore(Path backup, Path dataDirectory, String cluster)
      throws IOException, InterruptedException {
    return OfflineStore.restore(backup, dataDirectory, cluster).keys();
  }

  private <T extends KvResult> CompletableFuture<T> write(KvCommand command, Class<T> type) {
    return ask(new StoreRequest.Write(command), StoreAnswer.Written.class)
        .thenApply(written -> type.cast(written.result()));
  }

  private <T extends StoreAnswer> CompletableFuture<T> ask(StoreRequest request, Class<T> type) {
    return deliveries
        .ask(loop::submit, ticket -> new Command.UseStore(ticket, request))
        .thenCompose(
            delivery ->
                switch (((Delivery.StoreAnswered) delivery).answer()) {
                  case StoreAnswer.Rejected(String reason) ->
                      CompletableFuture.failedFuture(new StoreFailed(reason, false));
                  case StoreAnswer.Indeterminate(String reason) ->
                      CompletableFuture.failedFuture(new StoreFailed(reason, true));
                  case StoreAnswer answer -> CompletableFuture.completedFuture(type.cast(answer));
                });
  }
}
