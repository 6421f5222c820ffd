package dev.dcore.kernel.runtime;

import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.store.KvCommand;

/// What a node's store is asked for. Nobody changes its arrays.
public sealed interface StoreRequest {
  /// Answered by [StoreAnswer.Written] when it is durable and carried out.
  record Write(KvCommand command) implements StoreRequest {}

  /// Answered by [StoreAnswer.Found].
  record Get(byte[] key) implements StoreRequest {}

  /// Answered by [StoreAnswer.Listed].
  ///
  /// @param limit how many keys at most
  record ListKeys(KeyRange range, int limit) implements StoreRequest {}

  /// Answered by [StoreAnswer.Status].
  record AskStatus() implements StoreRequest {}

  /// Answered by [StoreAnswer.Snapshot].
  record TakeSnapshot() implements StoreRequest {}

  /// Writes a checkpoint; answered by [StoreAnswer.Checkpointed] when it is complete.
  record Checkpoint() implements StoreRequest {}

  /// Writes checkpoints until the log up to now can go; answered as [Checkpoint].
  record Compact() implements StoreRequest {}
}
