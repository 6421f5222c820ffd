/// The simulated disk, which lies as real ones do. Start with [SimDisk].
///
/// Invariant: this package never lets an unsynced write survive a power loss for sure.
@NullMarked
package dev.dcore.sim.persistence;

import org.jspecify.annotations.NullMarked;
