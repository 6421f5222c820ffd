package dev.dcore.bench.codec;

import dev.dcore.kernel.cluster.swim.SwimMessage;
import java.io.IOException;

/// One way to make bytes of messages.
interface Candidate {
  byte[] encode(SwimMessage message) throws IOException;

  /// @param kind the class of the message, which a frame's type tells
  SwimMessage decode(Class<? extends SwimMessage> kind, byte[] body) throws IOException;

  /// @param name as in the benchmark's parameter
  static Candidate of(String name) {
    return switch (name) {
      case "record" -> new RecordCandidate();
      case "streams" -> new StreamsCandidate();
      case "cbor" -> new CborCandidate();
      default -> throw new IllegalArgumentException("no candidate is called " + name);
    };
  }
}
