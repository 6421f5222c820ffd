package dev.dcore.kernel.wire;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Slice;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.persistence.SlotPair;
import dev.dcore.kernel.persistence.SlotPairEffect;
import dev.dcore.kernel.persistence.SlotPairInput;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Frame;
import dev.dcore.kernel.transport.Frames;
import dev.dcore.kernel.transport.MalformedFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One decoder of bytes from outside. For any bytes at all it refuses them with its documented
/// error, or what it read is written, and read again as the same.
///
/// @param decoder its one call, its documented error made a [MalformedFrame]
/// @param encoder of what it read, or nothing where there is none
/// @param good bytes that it accepts, to begin with
record HostileDecoder<T>(
    String name, Sample.Decoder<T> decoder, Function<T, byte[]> encoder, byte[] good) {
  /// A fuzzer's first byte chooses by the place in this list.
  static final List<HostileDecoder<?>> ALL = all();

  /// @return whether the bytes were accepted
  /// @throws AssertionError when they made the decoder break its promise
  boolean accepts(byte[] bytes) {
    byte[] once;
    try {
      once = encoder.apply(decoder.decode(bytes));
    } catch (MalformedFrame e) {
      return false;
    }
    try {
      if (!Arrays.equals(once, encoder.apply(decoder.decode(once)))) {
        throw new AssertionError(name + ": what was read is written and read as something else");
      }
    } catch (MalformedFrame e) {
      throw new AssertionError(name + ": what was read is written and then refused", e);
    }
    return true;
  }

  @Override
  public String toString() {
    return name;
  }

  /// Each decoder's good bytes behind the byte that chooses it.
  static Stream<byte[]> seeds() {
    return IntStream.range(0, ALL.size())
        .mapToObj(
            chosen -> {
              byte[] good = ALL.get(chosen).good;
              return ByteBuffer.allocate(1 + good.length).put((byte) chosen).put(good).array();
            });
  }

  private static List<HostileDecoder<?>> all() {
    Frame frame = new Frame(1, 2, Samples.N1, 3, 4, Slice.of(new byte[] {5, 6}));
    List<HostileDecoder<?>> all = new ArrayList<>();
    all.add(
        new HostileDecoder<>(
            "datagram", Frame::ofDatagram, HostileDecoder::datagram, datagram(frame)));
    all.add(
        new HostileDecoder<>(
            "stream frame", Frame::ofStreamFrame, HostileDecoder::streamFrame, streamFrame(frame)));
    all.add(new HostileDecoder<>("slot", HostileDecoder::load, _ -> new byte[0], slot()));
    all.add(
        new HostileDecoder<>(
            "address",
            HostileDecoder::parse,
            address -> address.toString().getBytes(StandardCharsets.UTF_8),
            "[::1]:7000".getBytes(StandardCharsets.UTF_8)));
    all.add(
        new HostileDecoder<>(
            "identity",
            HostileDecoder::identity,
            NodeIdentity::encode,
            new NodeIdentity(Samples.N1, 5).encode()));
    Samples.all().forEach(sample -> all.add(message(sample)));
    all.addAll(StoreSamples.decoders());
    return List.copyOf(all);
  }

  private static <M> HostileDecoder<M> message(Sample<M> sample) {
    return new HostileDecoder<>(sample.name(), sample::decode, sample.encoder(), sample.bytes());
  }

  private static byte[] datagram(Frame frame) {
    return Frames.withRoom(frame, Frame.TAG_BYTES).toDatagram();
  }

  private static byte[] streamFrame(Frame frame) {
    return Frames.withRoom(frame, 0).toStreamFrame();
  }

  private static byte[] slot() {
    try {
      return Golden.read("slot");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SlotPairEffect load(byte[] bytes) throws MalformedFrame {
    List<SlotPairEffect> effects = new ArrayList<>();
    SlotPair slots = new SlotPair();
    slots.step(0, new SlotPairInput.Load(), _ -> {});
    slots.step(0, new SlotPairInput.ReadDone(bytes), _ -> {});
    slots.step(0, new SlotPairInput.ReadDone(bytes), effects::add);
    SlotPairEffect answer = effects.getFirst();
    if (answer instanceof SlotPairEffect.Damaged) {
      throw new MalformedFrame("the documented answer to damage");
    }
    return answer;
  }

  private static Address parse(byte[] bytes) throws MalformedFrame {
    try {
      return Address.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new MalformedFrame("the documented error of what a person wrote");
    }
  }

  private static NodeIdentity identity(byte[] bytes) throws MalformedFrame {
    try {
      return NodeIdentity.decode(bytes);
    } catch (Invariant.Violation e) {
      throw new MalformedFrame("the documented error of what a checksum covered");
    }
  }
}
