package dev.dcore.io.persistence;

import java.util.concurrent.CompletableFuture;

/// A record that was given to a [WriteAheadLog].
///
/// @param sequence its place in the log, if it gets there
/// @param durable completes when the record is as durable as the log's policy says, and fails with
///   [LogUnavailable] when it is not known to be; records that are synced together share it, so it
///   cannot be completed or cancelled from outside. What hangs on it runs on the log's thread and
///   must not block; the `Async` methods run elsewhere.
public record Appended(long sequence, CompletableFuture<Void> durable) {}
