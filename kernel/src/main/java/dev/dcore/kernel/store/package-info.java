/// Replicated state machines: what a log's entries mean. Start with [KvStateMachine]; the bytes of
/// an entry are [KvEntry].
///
/// Invariant: this package never asks what time it is, nor whether anybody else applies the same
/// entries: an entry and the state before it are all that counts.
@NullMarked
package dev.dcore.kernel.store;

import org.jspecify.annotations.NullMarked;
