/// Consensus: one group of voters that agree on one log, by Raft (Ongaro and Ousterhout, USENIX ATC
/// 2014; Ongaro's thesis, 2014, to which section numbers here refer). Start with [Raft]; each idea
/// is a class of its own: [Election], [Following] (what a follower does with entries),
/// [Replication], [Reads] (linearizable reads without the log), [Reconfiguration], [Snapshots].
///
/// What is on the disk, and in which order, is in the types: [RaftMessage#rests] says what must be
/// durable before a message leaves, and [RaftEffect.SaveBallot] and [RaftEffect.Append] come before
/// the messages that rest on them.
///
/// Invariant: this package never looks into a command, and never counts an entry or a vote of its
/// own node that is not durable there.
@NullMarked
package dev.dcore.kernel.consensus;

import org.jspecify.annotations.NullMarked;
