package dev.dcore.kernel.transport;

/// What the network tells a node, on its loop.
public sealed interface TransportEvent {
  /// @param from the address that the packet came from; an attacker can forge it
  record DatagramReceived(Address from, byte[] frame) implements TransportEvent {}

  /// @param inboundStream names the stream, for [Transport#consumed]
  /// @param from where the peer's end of the stream is, which need not be where it listens
  record StreamReceived(long inboundStream, Address from, byte[] frame) implements TransportEvent {}

  /// The outbox to this peer had no room for the frame with this ticket: it was not sent.
  record StreamFull(Address to, long ticket) implements TransportEvent {}

  /// The outbox to this peer, which was full, is half empty.
  record StreamWritable(Address to) implements TransportEvent {}

  /// The outgoing stream to this peer is gone, with all that was still queued on it.
  record StreamClosed(Address to, String reason) implements TransportEvent {}
}
