/// Clusters of real processes, ours and others, in network namespaces of their own or on this
/// machine's loopback, and who in them sees whom. Start with [RealCluster].
///
/// Invariant: this package never leaves behind a process, a namespace or a name that it made, and
/// never ends a process that it did not start.
@NullMarked
package dev.dcore.bench.real;

import org.jspecify.annotations.NullMarked;
