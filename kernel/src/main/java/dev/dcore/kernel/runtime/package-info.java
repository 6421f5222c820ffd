/// Composes the protocols of one node: it routes one protocol's effect to another's input, until
/// only primitives remain, and carries those out over the ports. The same assembly runs in `node`
/// and in `sim`. Start with [NodeRuntime].
///
/// Invariant: this package never knows in which world it runs.
@NullMarked
package dev.dcore.kernel.runtime;

import org.jspecify.annotations.NullMarked;
