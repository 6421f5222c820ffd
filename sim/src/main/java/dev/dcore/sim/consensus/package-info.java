/// A replicated store under faults: whole nodes, clients that do not trust them, and checkers that
/// see each replica's log. Start with [RaftScenario].
///
/// Invariant: this package never tells a node anything that an application or an operator could
/// not.
@NullMarked
package dev.dcore.sim.consensus;

import org.jspecify.annotations.NullMarked;
