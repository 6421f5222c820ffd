/// Datagrams and streams over UDP and TCP, with Netty. Start with [NettyTransport]; a stream that
/// this node opened is an [OutboundStream], one that a peer opened is an [InboundStream].
///
/// Invariant: this package never blocks the loop and never calls the node from within a call of the
/// node.
@NullMarked
package dev.dcore.io.transport;

import org.jspecify.annotations.NullMarked;
