/// The store of a node on a disk that lies: what must hold of it after any crash ([StoreHistory]),
/// every crash point of one workload ([StoreWorkload]), and long random lives
/// ([StoreCrashScenario]).
///
/// Invariant: this package never looks at the store's files; it only damages them.
@NullMarked
package dev.dcore.sim.persistence.store;

import org.jspecify.annotations.NullMarked;
