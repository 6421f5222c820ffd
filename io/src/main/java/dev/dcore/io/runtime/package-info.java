/// Runs one node in the real world. Start with [NodeLoop].
///
/// Invariant: this package never steps a node on any thread but its loop's.
@NullMarked
package dev.dcore.io.runtime;

import org.jspecify.annotations.NullMarked;
