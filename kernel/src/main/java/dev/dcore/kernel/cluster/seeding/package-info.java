/// Whom a node asks to be let in, and what it remembers of its cluster while it is down. Start with
/// [SeedList] and [Snapshot].
///
/// Invariant: this package never makes anybody a member; what is remembered is only asked, and what
/// is buried stays so.
@NullMarked
package dev.dcore.kernel.cluster.seeding;

import org.jspecify.annotations.NullMarked;
