/// A kit to test what a storage leaves when the power goes, for this project's and anybody's. Start
/// with [CrashSubject]; [CrashMatrix] tries every crash point.
///
/// Invariant: this package never looks into the storage that it tests.
@NullMarked
package dev.dcore.sim.crash;

import org.jspecify.annotations.NullMarked;
