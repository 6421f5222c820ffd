/// Virtual time. Start with [EventQueue].
///
/// Invariant: this package never knows what an event does.
@NullMarked
package dev.dcore.sim.time;

import org.jspecify.annotations.NullMarked;
