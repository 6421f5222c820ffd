/// The stable view: a list of members that changes rarely, in numbered steps, and on each of which
/// all agree, for those who rebalance on it. Start with [Stable]; each idea is a class of its own:
/// [CutDetector] (what should change), [Proposer] and [Acceptor] (single-decree Paxos, once per
/// view), [Spread] (how a decision gets around), [Founding] (how the first view comes about).
///
/// What is guaranteed, and under which assumptions, is in `docs/decisions/0010-stable-view.md`:
///
/// - Two processes that hold a view of the same (lineage, number) hold the same one.
/// - Within a lineage a view follows only from a majority of the members of the view before, never
///   of those who happen to be alive: a half of a split changes nothing.
/// - A member is a process, (id, boot), since the view that admitted it. A process that restarts is
///   another member, which is why votes need no disk.
/// - A healthy member is removed only when a majority have their own evidence against it.
///
/// Not guaranteed: that all hold the newest view at one time; that a view of which a majority is
/// gone without proof ever changes again; anything between two lineages.
///
/// Invariant: this package never lets a process vote in a view that does not list its own (id,
/// boot).
@NullMarked
package dev.dcore.kernel.cluster.stable;

import org.jspecify.annotations.NullMarked;
