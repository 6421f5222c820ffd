package dev.dcore.sim.transport;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import java.util.LinkedHashMap;
import java.util.Map;

/// The network as one life of one process sees it.
final class SimTransport implements Transport {
  /// The draws of one sender, each its own sequence.
  record Draws(Choice loss, Choice duplication, Choice reordering, Choice jitter) {}

  private final SimNetwork network;
  private final Endpoint self;
  private final Draws draws;
  private final Map<Address, SimStream> outgoing = new LinkedHashMap<>();

  SimTransport(SimNetwork network, Endpoint self, Choices choices) {
    this.network = network;
    this.self = self;
    this.draws =
        new Draws(
            choices.choice("datagram-lost"),
            choices.choice("datagram-duplicated"),
            choices.choice("datagram-held-back"),
            choices.choice("jitter"));
  }

  @Override
  public void sendDatagram(Address to, byte[] frame) {
    network.datagram(self, to, frame, draws);
  }

  @Override
  public void sendStream(Address to, long ticket, byte[] frame) {
    SimStream stream = outgoing.get(to);
    if (stream == null) {
      stream = new SimStream(network, self, to, draws, this::closed);
      outgoing.put(to, stream);
    }
    stream.send(ticket, frame);
  }

  @Override
  public void consumed(long inboundStream, int bytes) {
    SimStream stream = network.stream(inboundStream);
    if (stream != null) {
      stream.consumed(bytes);
    }
  }

  private void closed(SimStream stream) {
    outgoing.remove(stream.to(), stream);
  }
}
