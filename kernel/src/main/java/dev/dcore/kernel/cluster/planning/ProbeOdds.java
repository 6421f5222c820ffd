package dev.dcore.kernel.cluster.planning;

/// The probability that a probe of a member that lives fails on every path, by loss alone: a direct
/// ping and its ack, relays with four messages each (A. Das, I. Gupta, A. Motivala, "SWIM", DSN
/// 2002, section 3.1; I. Gupta, T. Chandra, G. Goldszmidt, PODC 2001, section 5), and a stream.
///
/// Losses are taken to be independent. Where they are not (a full switch, an overloaded machine),
/// more mistakes happen than this says: for these there are local health and the pause detection.
///
/// @param loss of one datagram, 0 to 1
/// @param relays how many are asked
/// @param stream whether a stream is tried beside them
record ProbeOdds(double loss, int relays, boolean stream) {
  /// Opening a stream there and one back takes a handshake and a frame each, and the timeout is
  /// over before TCP sends any of them a second time.
  private static final int STREAM_PACKETS = 6;

  private static final int RELAY_PACKETS = 4;
  private static final int DIRECT_PACKETS = 2;

  double directFails() {
    return lost(DIRECT_PACKETS);
  }

  double fails() {
    double viaRelays = StrictMath.pow(lost(RELAY_PACKETS), relays);
    return directFails() * viaRelays * (stream ? lost(STREAM_PACKETS) : 1);
  }

  /// That one packet or more of these is lost.
  private double lost(int packets) {
    return 1 - StrictMath.pow(1 - loss, packets);
  }
}
