/// The bytes on the wire and the port to the network. Start with [Frame] and [Transport].
///
/// Invariant: this package never knows what a message means.
@NullMarked
package dev.dcore.kernel.transport;

import org.jspecify.annotations.NullMarked;
