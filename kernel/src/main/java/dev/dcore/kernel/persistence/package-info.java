/// What survives a crash, and the port to the disk. Start with [Disk]; a small value that must
/// never be lost is a [SlotPair].
///
/// Invariant: this package never reports as durable what was not synced.
@NullMarked
package dev.dcore.kernel.persistence;

import org.jspecify.annotations.NullMarked;
