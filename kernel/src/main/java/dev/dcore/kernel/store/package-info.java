/// Replicated state machines: what a log's entries mean.
///
/// Start with [StateMachine], which is what a user writes, and [ReplicatedState], which carries out
/// the entries of a log with one: sessions, snapshots, time. What one replica does beside it is a
/// [Companion]. [KvMachine] is the one for keys and values; the bytes of an entry are
/// [ReplicatedEntry]. [KvStateMachine] is that of a node alone, whose entries are [KvEntry].
///
/// Invariant: this package never asks what time it is, nor whether anybody else applies the same
/// entries: an entry and the state before it are all that counts.
@NullMarked
package dev.dcore.kernel.store;

import org.jspecify.annotations.NullMarked;
