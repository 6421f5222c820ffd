/// Logging of the `dcore` processes. Start with [Logging].
///
/// Invariant: this package never makes a node's loop wait for a disk or a terminal.
@NullMarked
package dev.dcore.cli.logging;

import org.jspecify.annotations.NullMarked;
