/// A node as a process of its own: the node, its admin API, and the files by which others find it.
/// Start with [Agent].
///
/// Invariant: this package never ends the process; its `main` does.
@NullMarked
package dev.dcore.node.agent;

import org.jspecify.annotations.NullMarked;
