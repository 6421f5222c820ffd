/// What is in a node's data directory, seen from outside. Start with [StoredLog].
///
/// Invariant: this package never changes a file.
@NullMarked
package dev.dcore.node.storage;

import org.jspecify.annotations.NullMarked;
