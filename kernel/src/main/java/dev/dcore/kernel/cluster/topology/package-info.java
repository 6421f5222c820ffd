/// Where members are: zones, network coordinates, and who heard whom directly. Start with
/// [Neighbours].
///
/// Invariant: this package never decides whether a member lives, and nothing that a peer says of
/// its place makes a number here that is not finite and bounded.
@NullMarked
package dev.dcore.kernel.cluster.topology;

import org.jspecify.annotations.NullMarked;
