/// The write-ahead log on a disk that lies: what must hold of it after any crash ([LogHistory]),
/// every crash point of one workload ([LogWorkload]), and long random runs ([LogCrashScenario]).
///
/// Invariant: this package never knows how the log lays out its files.
@NullMarked
package dev.dcore.sim.persistence.log;

import org.jspecify.annotations.NullMarked;
