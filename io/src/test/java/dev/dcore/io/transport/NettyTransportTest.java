package dev.dcore.io.transport;

import dev.dcore.kernel.contracts.TransportContract;
import dev.dcore.kernel.contracts.TransportHarness;

/// The real network does what every network does.
final class NettyTransportTest extends TransportContract {
  @Override
  protected TransportHarness harness() {
    return new RealNetwork();
  }
}
