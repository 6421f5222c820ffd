/// Membership under faults: the scenario and the invariants that it is held to. Start with
/// [MembershipScenario].
///
/// Invariant: this package never looks into a protocol; it judges by what nodes deliver.
@NullMarked
package dev.dcore.sim.cluster;

import org.jspecify.annotations.NullMarked;
