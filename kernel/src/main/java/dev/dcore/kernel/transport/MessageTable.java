package dev.dcore.kernel.transport;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Slice;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The codes of one family of messages, each with its record's codec.
///
/// @param <M> the sealed family
public final class MessageTable<M> {
  private static final int CODES = 256;

  private final @Nullable RecordCodec<?>[] byCode;
  private final Map<Class<?>, Integer> byClass;

  private MessageTable(@Nullable RecordCodec<?>[] byCode, Map<Class<?>, Integer> byClass) {
    this.byCode = byCode;
    this.byClass = byClass;
  }

  /// The code of this message in [Frame#type]. Codes are never reused.
  public int typeOf(M message) {
    return Invariant.present(byClass.get(message.getClass()), "a message has a code");
  }

  /// Whether this family has a message of this code.
  public boolean knows(int type) {
    return type >= 0 && type < CODES && byCode[type] != null;
  }

  public byte[] encode(M message) {
    return encode(message, 0, 0).bytes();
  }

  /// Encodes with room for the rest of a frame around it, in one array.
  ///
  /// @param before free bytes before the message
  /// @param behind free bytes behind it
  @SuppressWarnings("unchecked") // the table pairs each class with its own codec
  public Slice encode(M message, int before, int behind) {
    RecordCodec<?> codec = Invariant.present(byCode[typeOf(message)], "a code has a codec");
    return ((RecordCodec<M>) codec).encode(message, before, behind);
  }

  /// Skips fields that it does not know, so that newer senders are understood.
  ///
  /// @throws MalformedFrame for any bytes that are not such a message; never anything else
  @SuppressWarnings("unchecked") // the builder takes only records of the family
  public M decode(int type, Slice body) throws MalformedFrame {
    RecordCodec<?> codec = knows(type) ? byCode[type] : null;
    if (codec == null) {
      throw new MalformedFrame("message type " + type + " is not known");
    }
    return (M) codec.decode(body);
  }

  public M decode(int type, byte[] body) throws MalformedFrame {
    return decode(type, Slice.of(body));
  }

  /// Collects a family.
  public static final class Builder<M> {
    private final @Nullable RecordCodec<?>[] byCode = new RecordCodec<?>[CODES];
    private final Map<Class<?>, Integer> byClass = new LinkedHashMap<>();

    /// @param message a record of the family
    public <T extends M> Builder<M> add(int code, Class<T> message, RecordCodec<T> codec) {
      Invariant.check(code > 0 && code < CODES && byCode[code] == null, "a code is used once");
      byCode[code] = codec;
      byClass.put(message, code);
      return this;
    }

    public MessageTable<M> build() {
      return new MessageTable<>(byCode.clone(), new LinkedHashMap<>(byClass));
    }
  }
}
