/// Who a node is: [NodeId], its boots, its [Incarnation], its [Metadata].
///
/// Invariant: this package never talks to a disk or a network; others keep and carry what it
/// defines.
@NullMarked
package dev.dcore.kernel.identity;

import org.jspecify.annotations.NullMarked;
