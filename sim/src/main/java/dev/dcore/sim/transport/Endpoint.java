package dev.dcore.sim.transport;

import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.TransportEvent;

/// Whoever listens at an address of the simulated network: one life of one process.
public interface Endpoint {
  Address address();

  /// A small number that is the process's own, for the link's fixed delay and for partitions.
  int index();

  /// Whether this life still goes on. A paused process is alive.
  boolean alive();

  void receive(TransportEvent event);
}
