package dev.dcore.kernel.contracts;

import dev.dcore.kernel.transport.Address;

/// What the world gives to [TransportContract]: a network without faults (nothing lost, duplicated
/// or reordered), some delay at will, and endpoints on it.
public interface TransportHarness extends World {
  /// Opens an endpoint on a free address. An implementation makes `new TransportEndpoint(runner,
  /// crash)`, gives [TransportEndpoint#deliver] to its transport as the place where events go, and
  /// calls [TransportEndpoint#attach].
  TransportEndpoint open();

  /// Opens an endpoint on the address that a crashed one had.
  TransportEndpoint reopen(Address address);

  /// An address of a machine that runs, where nobody listens.
  Address deadAddress();

  /// How many bytes of one stream may lie between outbox and window, where the transport does not
  /// count them: the socket buffers of the operating system, or 0.
  long uncountedBytes();

  /// Lets an endpoint send a frame to itself and waits for it: what was already on its way has come
  /// by then.
  ///
  /// @return whether the frame came
  default boolean settle(TransportEndpoint endpoint) {
    int before = endpoint.frameCount();
    endpoint.onLoop(
        port -> port.sendStream(endpoint.address(), 0, TestFrames.frame(0, TestFrames.BYTES_MIN)));
    return await(() -> endpoint.frameCount() > before);
  }
}
