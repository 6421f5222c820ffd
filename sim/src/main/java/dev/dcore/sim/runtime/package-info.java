/// Virtual time and the processes in it. Start with [Simulation].
///
/// Invariant: this package never runs a protocol beside the real runtime; a process is a whole
/// node.
@NullMarked
package dev.dcore.sim.runtime;

import org.jspecify.annotations.NullMarked;
