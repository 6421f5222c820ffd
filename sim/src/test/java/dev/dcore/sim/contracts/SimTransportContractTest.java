package dev.dcore.sim.contracts;

import dev.dcore.kernel.contracts.TransportContract;
import dev.dcore.kernel.contracts.TransportHarness;

/// The simulated network does what every transport does.
final class SimTransportContractTest extends TransportContract {
  @Override
  protected TransportHarness harness() {
    return new VirtualNetwork();
  }
}
