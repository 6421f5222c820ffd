/// What a run leaves behind to be compared. Start with [TraceHash].
///
/// Invariant: this package never depends on the order of a hash table.
@NullMarked
package dev.dcore.sim.monitoring;

import org.jspecify.annotations.NullMarked;
