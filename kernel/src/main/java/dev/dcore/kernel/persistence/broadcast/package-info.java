/// Recent messages kept for who comes late or reads slowly. Start with [BroadcastBuffer].
///
/// Invariant: this package never moves a subscriber past a message without telling it which.
@NullMarked
package dev.dcore.kernel.persistence.broadcast;

import org.jspecify.annotations.NullMarked;
