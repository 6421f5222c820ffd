/// What a replicated state machine keeps: ordered keys with versions, in batches that carry the
/// position up to which the log was applied. Start with [StateStore]; how its keys lie in a backend
/// is [StateKeys]; what a backend must do is [OrderedBytes].
///
/// Invariant: this package never lets two backends differ: one class decides what is written, and a
/// backend only keeps bytes in order.
@NullMarked
package dev.dcore.kernel.persistence.state;

import org.jspecify.annotations.NullMarked;
