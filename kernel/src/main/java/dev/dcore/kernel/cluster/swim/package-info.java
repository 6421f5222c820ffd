/// Membership by SWIM (Das, Gupta, Motivala, "SWIM: Scalable Weakly-consistent Infection-style
/// Process Group Membership Protocol", DSN 2002). Start with [Swim]; each idea of the paper is a
/// class of its own: [ProbeOrder] (section 4.3), [Probe] (3.1), [RumorQueue] (4.1), [Suspicion]
/// (4.2), [MemberTable] (the order of claims, 4.2).
///
/// Invariant: this package never revives a member but on a claim of its owner with a higher
/// incarnation.
@NullMarked
package dev.dcore.kernel.cluster.swim;

import org.jspecify.annotations.NullMarked;
