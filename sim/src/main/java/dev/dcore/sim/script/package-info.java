/// Scenarios as text: what happens to a cluster, what it must come to, and in the simulator every
/// notable event in between, in the manner of etcd-io/raft's interaction tests. Start with
/// [Script]; one script runs in the simulated and in the real world, which are both a [World].
///
/// Invariant: this package never lets an expectation depend on the world, but for the trace.
@NullMarked
package dev.dcore.sim.script;

import org.jspecify.annotations.NullMarked;
