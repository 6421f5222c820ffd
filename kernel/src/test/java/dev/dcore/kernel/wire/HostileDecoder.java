package dev.dcore.kernel.wire;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.persistence.SlotPair;
import dev.dcore.kernel.persistence.SlotPairEffect;
import dev.dcore.kernel.persistence.SlotPairInput;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Frame;
import dev.dcore.kernel.transport.MalformedFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// One decoder of bytes from outside. For any bytes at all it refuses them with its documented
/// error, or what it read is written, and read again as the same.
///
/// @param decoder its one call
/// @param encoder of what it read, or nothing where there is none
record HostileDecoder<T>(String name, Decoder<T> decoder, Function<T, byte[]> encoder) {
  /// A decoder, its documented error made a [MalformedFrame].
  @FunctionalInterface
  interface Decoder<T> {
    T decode(byte[] bytes) throws MalformedFrame;
  }

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

  private static List<HostileDecoder<?>> all() {
    List<HostileDecoder<?>> all = new ArrayList<>();
    all.add(new HostileDecoder<>("datagram", Frame::ofDatagram, Frame::toDatagram));
    all.add(new HostileDecoder<>("stream frame", Frame::ofStreamFrame, Frame::toStreamFrame));
    all.add(new HostileDecoder<>("slot", HostileDecoder::load, _ -> new byte[0]));
    all.add(
        new HostileDecoder<>(
            "address",
            HostileDecoder::parse,
            address -> address.toString().getBytes(StandardCharsets.UTF_8)));
    all.add(new HostileDecoder<>("identity", HostileDecoder::identity, NodeIdentity::encode));
    Samples.all().forEach(sample -> all.add(message(sample)));
    return List.copyOf(all);
  }

  private static <M> HostileDecoder<M> message(Sample<M> sample) {
    return new HostileDecoder<>(sample.name(), sample::decode, sample.encoder());
  }

  /// Never refuses: damage is an answer.
  private static SlotPairEffect load(byte[] bytes) {
    List<SlotPairEffect> effects = new ArrayList<>();
    SlotPair slots = new SlotPair();
    slots.step(0, new SlotPairInput.Load(), _ -> {});
    slots.step(0, new SlotPairInput.ReadDone(bytes), _ -> {});
    slots.step(0, new SlotPairInput.ReadDone(bytes), effects::add);
    return effects.getFirst();
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
