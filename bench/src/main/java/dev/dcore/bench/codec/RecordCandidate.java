package dev.dcore.bench.codec;

import dev.dcore.kernel.cluster.swim.SwimMessage;
import dev.dcore.kernel.cluster.swim.SwimMessages;
import dev.dcore.kernel.transport.MalformedFrame;
import java.io.IOException;

/// What nodes use: schemas as data, over the coded streams of Protocol Buffers.
final class RecordCandidate implements Candidate {
  @Override
  public byte[] encode(SwimMessage message) {
    return SwimMessages.TABLE.encode(message);
  }

  @Override
  public SwimMessage decode(Class<? extends SwimMessage> kind, byte[] body) throws IOException {
    try {
      return SwimMessages.TABLE.decode(kind == SwimMessage.Ping.class ? 1 : 7, body);
    } catch (MalformedFrame e) {
      throw new IOException(e);
    }
  }
}
