/// Faults, drawn from the seed. Start with [FaultSchedule].
///
/// Invariant: this package never draws a fault whose removal would shift another.
@NullMarked
package dev.dcore.sim.chaos;

import org.jspecify.annotations.NullMarked;
