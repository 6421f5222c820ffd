package dev.dcore.kernel.transport;

/// The port to the network. Calls never block and never call back: whatever happens arrives later
/// at the node's loop as a [TransportEvent]. Confined to the loop.
///
/// Both worlds hold what the contract suite says: a datagram arrives whole or not at all; the
/// frames of one stream arrive in order, each once, until the stream is closed; a stream that its
/// consumer does not keep up with fills its window, then its outbox, and then refuses.
public interface Transport {
  /// The largest datagram: what fits an Ethernet frame through tunnels (RFC 8899's base of 1,200
  /// bytes plus what IPv4 paths of today carry), so that no path fragments it.
  int DATAGRAM_BYTES_MAX = 1_400;

  /// The largest frame of a stream: the full state of 100,000 members in one.
  int STREAM_FRAME_BYTES_MAX = 16 << 20;

  /// What a sender may have queued for one peer that was not yet handed to the network; one largest
  /// frame always fits.
  int OUTBOX_BYTES_MAX = STREAM_FRAME_BYTES_MAX + (1 << 20);

  /// What a receiver takes from one stream before its consumer has [#consumed] it. One frame is
  /// always taken, whatever its size.
  int WINDOW_BYTES = 1 << 20;

  /// Sends one datagram. It may be lost, delayed, duplicated or reordered, and nothing tells.
  ///
  /// @param frame at most [#DATAGRAM_BYTES_MAX]; not modified afterwards by either side
  void sendDatagram(Address to, byte[] frame);

  /// Queues one frame on the stream to this peer, and opens the stream if there is none.
  ///
  /// When the outbox has no room the frame is dropped and [TransportEvent.StreamFull] says so with
  /// the ticket; [TransportEvent.StreamWritable] follows when half of it is free again. When the
  /// stream cannot be opened or breaks, all that was queued is lost and
  /// [TransportEvent.StreamClosed] says so, once; the next frame opens a new stream.
  ///
  /// @param ticket the sender's own number for this frame
  void sendStream(Address to, long ticket, byte[] frame);

  /// Says that the node has finished with a received frame, so that the peer may send as much
  /// again.
  void consumed(long inboundStream, int bytes);
}
