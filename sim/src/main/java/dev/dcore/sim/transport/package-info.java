/// The simulated network. Start with [SimNetwork].
///
/// Invariant: this package never delivers within the call that sends.
@NullMarked
package dev.dcore.sim.transport;

import org.jspecify.annotations.NullMarked;
