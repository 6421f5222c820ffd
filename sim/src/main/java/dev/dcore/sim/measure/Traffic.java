package dev.dcore.sim.measure;

import dev.dcore.sim.transport.NetworkTap;

/// What a cluster hands to the network, with what lower layers would add.
///
/// A datagram has 28 bytes of IPv4 and UDP headers; frame header and tag are part of it. Streams
/// are estimated as TCP over IPv4 with timestamps on an Ethernet: 52 bytes of headers a segment of
/// up to 1,448 bytes, an acknowledgement of 52 bytes for every second segment, and for opening and
/// closing a stream seven segments without data, of which two have 8 bytes more of options.
public final class Traffic implements NetworkTap {
  private static final int UDP_HEADER_BYTES = 28;
  private static final int TCP_HEADER_BYTES = 52;
  private static final int SEGMENT_BYTES_MAX = 1_448;
  private static final int STREAM_BYTES = 7 * TCP_HEADER_BYTES + 2 * 8;

  private long datagrams;
  private long datagramBytes;
  private long streams;
  private long streamFrames;
  private long streamBytes;

  /// Counts for so long.
  public static Traffic over(MeasuredCluster cluster, long nanos) {
    Traffic traffic = new Traffic();
    cluster.simulation().network().tap(traffic);
    cluster.simulation().runFor(nanos);
    cluster.simulation().network().tap(NetworkTap.NONE);
    return traffic;
  }

  @Override
  public void datagram(int from, byte[] frame) {
    datagrams++;
    datagramBytes += frame.length + UDP_HEADER_BYTES;
  }

  @Override
  public void streamOpened(int from) {
    streams++;
    streamBytes += STREAM_BYTES;
  }

  @Override
  public void streamFrame(int from, int to, byte[] frame) {
    int segments = (frame.length + SEGMENT_BYTES_MAX - 1) / SEGMENT_BYTES_MAX;
    streamFrames++;
    streamBytes +=
        frame.length + segments * TCP_HEADER_BYTES + (segments + 1) / 2 * TCP_HEADER_BYTES;
  }

  public long datagrams() {
    return datagrams;
  }

  /// With headers of lower layers.
  public long datagramBytes() {
    return datagramBytes;
  }

  public long streams() {
    return streams;
  }

  public long streamFrames() {
    return streamFrames;
  }

  /// With headers of lower layers, estimated.
  public long streamBytes() {
    return streamBytes;
  }

  public long bytes() {
    return datagramBytes + streamBytes;
  }
}
