/// Properties over seeds, as JUnit tests. Start with [Seeds].
///
/// Invariant: this package never lets the number of threads change what a test finds.
@NullMarked
package dev.dcore.sim.junit;

import org.jspecify.annotations.NullMarked;
