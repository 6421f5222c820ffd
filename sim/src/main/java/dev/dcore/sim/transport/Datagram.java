package dev.dcore.sim.transport;

import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.TransportEvent;
import dev.dcore.sim.time.Event;

/// A datagram on its way.
final class Datagram extends Event {
  private final Address from;
  private final Hosts.Host to;
  private final byte[] frame;

  Datagram(Address from, Hosts.Host to, byte[] frame) {
    this.from = from;
    this.to = to;
    this.frame = frame;
  }

  /// Whoever listens at that address when it arrives gets it, as with a reused port.
  @Override
  protected void run() {
    Held held = to.held;
    if (held != null) {
      held.receive(this::run);
      return;
    }
    Endpoint listener = to.listener();
    if (listener != null) {
      listener.receive(new TransportEvent.DatagramReceived(from, frame));
    }
  }
}
