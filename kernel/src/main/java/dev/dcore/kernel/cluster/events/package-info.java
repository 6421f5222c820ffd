/// User events: what an application tells all members at once, without a promise that each hears it
/// (gossip; a member that is cut off meanwhile gets those of the last minutes when it is back).
/// Start with [Events].
///
/// Invariant: this package never gives one event twice to one life of a node.
@NullMarked
package dev.dcore.kernel.cluster.events;

import org.jspecify.annotations.NullMarked;
