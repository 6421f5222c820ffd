/// The `dcore` command: each subcommand is a small class, over [AdminClient] to a running agent or
/// over [ClusterFile] to the processes of a data directory. Start with [Main].
///
/// Invariant: this package never reaches a node but through its admin API, its process and its data
/// directory; an embedded node and an agent are the same thing to it.
@NullMarked
package dev.dcore.cli;

import org.jspecify.annotations.NullMarked;
