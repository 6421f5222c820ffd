package dev.dcore.kernel.store;

/// What a client asks of a node that has a replica.
public sealed interface ClientCall {
  /// Brings an operation into the log.
  ///
  /// @param entry a [ReplicatedEntry] without its time
  record Write(byte[] entry) implements ClientCall {}

  /// @param linearizable of a state that holds all that was acknowledged before; else of the
  ///   replica's state as it is
  record Query(byte[] query, boolean linearizable) implements ClientCall {}

  /// Asks the leader what is not in the state, but in its [Companion].
  record AskLeader(byte[] question) implements ClientCall {}
}
