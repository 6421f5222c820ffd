package dev.dcore.sim.contracts;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.contracts.TransportEndpoint;
import dev.dcore.kernel.contracts.TransportHarness;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.TransportEvent;
import dev.dcore.sim.transport.Endpoint;
import dev.dcore.sim.transport.SimNetwork;

/// A simulated network with endpoints on it and no node behind them.
public final class VirtualNetwork extends VirtualWorld implements TransportHarness {
  private static final int PORT = 7946;

  private final SimNetwork network = new SimNetwork(queue, 7, Choices.seeded(7, "network"));
  private int opened;

  /// For tests that cut it, or make it worse.
  public SimNetwork network() {
    return network;
  }

  /// Endpoints have the indices 0, 1, 2 and so on, in the order in which they are opened.
  @Override
  public TransportEndpoint open() {
    return reopen(new Address("h" + opened, PORT));
  }

  @Override
  public TransportEndpoint reopen(Address address) {
    Listener listener = new Listener(address, opened++);
    listener.endpoint.attach(address, network.open(listener));
    return listener.endpoint;
  }

  @Override
  public Address deadAddress() {
    return new Address("nobody", PORT);
  }

  @Override
  public long uncountedBytes() {
    return 0;
  }

  private final class Listener implements Endpoint {
    private final Address address;
    private final int index;
    private final TransportEndpoint endpoint;
    private boolean alive = true;

    Listener(Address address, int index) {
      this.address = address;
      this.index = index;
      this.endpoint = new TransportEndpoint(Runnable::run, this::crash);
    }

    private void crash() {
      alive = false;
      network.reset(this);
    }

    @Override
    public Address address() {
      return address;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public boolean alive() {
      return alive;
    }

    @Override
    public void receive(TransportEvent event) {
      endpoint.deliver(event);
    }
  }
}
