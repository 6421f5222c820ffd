package dev.dcore.sim.transport;

/// Sees what processes hand to the network, whether or not it arrives: for figures of traffic,
/// which need more than sums.
public interface NetworkTap {
  /// Sees nothing.
  NetworkTap NONE = new NetworkTap() {};

  /// @param from the sender's index
  /// @param frame the whole datagram; not to be changed
  default void datagram(int from, byte[] frame) {}

  /// @param from the sender's index
  default void streamOpened(int from) {}

  /// @param from the sender's index
  /// @param to the receiver's
  /// @param frame the whole frame; not to be changed
  default void streamFrame(int from, int to, byte[] frame) {}
}
