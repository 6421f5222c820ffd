package dev.dcore.kernel.wire;

import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Bytes to begin with: one good input for each decoder.
final class HostileBytes {
  private HostileBytes() {}

  /// In the order of [HostileDecoder#ALL].
  static List<byte[]> accepted() {
    Frame frame = new Frame(1, 2, Samples.N1, 3, 4, new byte[] {5, 6});
    List<byte[]> all = new ArrayList<>();
    all.add(frame.toDatagram());
    all.add(frame.toStreamFrame());
    all.add(slot());
    all.add("[::1]:7000".getBytes(StandardCharsets.UTF_8));
    all.add(new NodeIdentity(Samples.N1, 5).encode());
    Samples.all().forEach(sample -> all.add(sample.bytes()));
    return all;
  }

  /// Each behind the byte that chooses its decoder.
  static Stream<byte[]> seeds() {
    List<byte[]> accepted = accepted();
    List<byte[]> seeds = new ArrayList<>();
    for (int decoder = 0; decoder < accepted.size(); decoder++) {
      byte[] bytes = accepted.get(decoder);
      byte[] seed = new byte[1 + bytes.length];
      seed[0] = (byte) decoder;
      System.arraycopy(bytes, 0, seed, 1, bytes.length);
      seeds.add(seed);
    }
    return seeds.stream();
  }

  private static byte[] slot() {
    try {
      return Golden.read("slot");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
