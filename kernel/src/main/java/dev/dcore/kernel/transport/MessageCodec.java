package dev.dcore.kernel.transport;

/// The bytes of one family of messages.
///
/// @param <M> the sealed family
public interface MessageCodec<M> {
  /// The code of this message in [Frame#type]. Codes are never reused.
  int typeOf(M message);

  /// Whether this family has a message of this code.
  boolean knows(int type);

  byte[] encode(M message);

  /// Skips fields that it does not know, so that newer senders are understood.
  ///
  /// @throws MalformedFrame for any bytes that are not such a message; never anything else
  M decode(int type, byte[] body) throws MalformedFrame;
}
