/// A member inside a Java program. Start with [Node]; what it sees of the others is its [Cluster].
///
/// Invariant: this package never runs a user's code on the node's loop, and never lets a slow user
/// fill the heap.
@NullMarked
package dev.dcore.node;

import org.jspecify.annotations.NullMarked;
