/// What a member is: [Member], its [MemberState] and [Phase]. The protocol that keeps the view is
/// in [dev.dcore.kernel.cluster.swim].
///
/// Invariant: this package never decides by itself that somebody is alive; only a node's owner can.
@NullMarked
package dev.dcore.kernel.cluster;

import org.jspecify.annotations.NullMarked;
