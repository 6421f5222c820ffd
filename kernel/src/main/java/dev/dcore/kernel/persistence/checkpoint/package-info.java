/// The state as it was at a position of the log, in files, so that the log before it can go. Start
/// with [Checkpoints]; the bytes are in [Manifest] and [ChunkFormat].
///
/// Invariant: this package never calls a checkpoint complete before it is synced, named and read
/// back, and never makes two that follow each other share a file.
@NullMarked
package dev.dcore.kernel.persistence.checkpoint;

import org.jspecify.annotations.NullMarked;
