package dev.dcore.kernel.wire;

import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;
import java.util.function.Function;

/// One message that uses every field of its type, with the codec that owns it.
///
/// @param name of its golden file
public record Sample<M>(
    String name, Shape shape, M message, Function<M, byte[]> encoder, Decoder<M> decoder) {
  /// A decoder of bodies.
  @FunctionalInterface
  public interface Decoder<M> {
    M decode(byte[] body) throws MalformedFrame;
  }

  static <M> Sample<M> of(String name, Shape shape, M message, MessageTable<M> table) {
    int type = table.typeOf(message);
    return new Sample<>(
        type + "-" + name, shape, message, table::encode, body -> table.decode(type, body));
  }

  static <M> Sample<M> of(String name, Shape shape, M message, RecordCodec<M> codec) {
    return new Sample<>(name, shape, message, codec::encode, codec::decode);
  }

  public byte[] bytes() {
    return encoder.apply(message);
  }

  public M decode(byte[] body) throws MalformedFrame {
    return decoder.decode(body);
  }

  /// What these bytes say, in this version's own bytes.
  byte[] canonical(byte[] body) throws MalformedFrame {
    return encoder.apply(decoder.decode(body));
  }

  @Override
  public String toString() {
    return name;
  }
}
