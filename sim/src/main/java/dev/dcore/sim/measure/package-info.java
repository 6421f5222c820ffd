/// Measurements of a cluster's membership in virtual time: how soon it forms, how soon a crash or
/// an update is known, how often it is wrong, what it sends. Start with [MeasuredCluster].
///
/// Invariant: this package never judges and never looks into a protocol; it counts what nodes
/// deliver and what they hand to the network.
@NullMarked
package dev.dcore.sim.measure;

import org.jspecify.annotations.NullMarked;
