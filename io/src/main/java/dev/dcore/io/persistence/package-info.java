/// Files. Start with [FileDisk]; [DirectoryLock] keeps a second node out of a data directory.
///
/// Invariant: this package never touches a file on the node's loop.
@NullMarked
package dev.dcore.io.persistence;

import org.jspecify.annotations.NullMarked;
