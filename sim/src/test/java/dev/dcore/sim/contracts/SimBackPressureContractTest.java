package dev.dcore.sim.contracts;

import dev.dcore.kernel.contracts.BackPressureContract;
import dev.dcore.kernel.contracts.TransportHarness;

/// A simulated stream stops its sender as every stream does.
final class SimBackPressureContractTest extends BackPressureContract {
  @Override
  protected TransportHarness harness() {
    return new VirtualNetwork();
  }
}
