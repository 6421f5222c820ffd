package dev.dcore.io.transport;

import dev.dcore.kernel.contracts.BackPressureContract;
import dev.dcore.kernel.contracts.TransportHarness;

/// A stalled consumer slows its sender over real sockets too.
final class NettyBackPressureTest extends BackPressureContract {
  @Override
  protected TransportHarness harness() {
    return new RealNetwork();
  }
}
