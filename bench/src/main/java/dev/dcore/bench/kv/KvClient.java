package dev.dcore.bench.kv;

import java.util.concurrent.CompletableFuture;

/// One process's access to a replicated store. Both operations return at once, however many are
/// under way; a future that fails is an error of the store.
interface KvClient extends AutoCloseable {
  /// Done when a majority has it on disk.
  CompletableFuture<?> put(String key, byte[] value);

  /// What the latest finished write left, or a later one; nothing (no bytes) where there is no key.
  CompletableFuture<byte[]> get(String key);

  @Override
  void close();
}
