package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Slice;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;
import java.nio.ByteBuffer;

/// An operation as an entry of the log, or as a client sends it.
///
/// ```text
/// offset  0         1      2      10
///         +---------+------+------+------------------------------
///         | version | type | time | the operation, as a message      big endian
///         +---------+------+------+------------------------------
/// ```
///
/// Another version or type is not known, and stops whoever applies the log. A field that is not
/// known would be skipped, which is no way to add one: an operation that asks for more is another
/// type.
///
/// @param nowNanos the logical time; a client leaves it 0, and who proposes it stamps it
public record ReplicatedEntry(long nowNanos, Operation operation) {
  static final byte VERSION = 1;
  private static final int TIME_OFFSET = 2;
  private static final int HEADER_BYTES = 10;

  private static final RecordCodec<SessionId> SESSION =
      RecordCodec.<SessionId>of("session")
          .number(1, SessionId::opened)
          .fixed(2, SessionId::nonce)
          .build(in -> new SessionId(in.number(1), in.number(2)));

  private static final RecordCodec<Operation.Execute> EXECUTE =
      RecordCodec.<Operation.Execute>of("execute")
          .record(1, SESSION, Operation.Execute::session)
          .number(2, Operation.Execute::sequence)
          .number(3, Operation.Execute::firstIncomplete)
          .bytes(4, Operation.Execute::command)
          .build(
              in ->
                  new Operation.Execute(
                      in.record(1, SESSION), in.number(2), in.number(3), in.bytes(4)));

  private static final RecordCodec<Operation.OpenSession> OPEN =
      RecordCodec.<Operation.OpenSession>of("open session")
          .fixed(1, Operation.OpenSession::nonce)
          .build(in -> new Operation.OpenSession(in.number(1)));

  private static final RecordCodec<Operation.CloseSession> CLOSE =
      RecordCodec.<Operation.CloseSession>of("close session")
          .record(1, SESSION, Operation.CloseSession::session)
          .build(in -> new Operation.CloseSession(in.record(1, SESSION)));

  private static final RecordCodec<Operation.Tick> TICK =
      RecordCodec.<Operation.Tick>of("tick").build(_ -> new Operation.Tick());

  /// Types are append-only: a number that was used is never given to another operation.
  private static final MessageTable<Operation> TABLE =
      new MessageTable.Builder<Operation>()
          .add(1, Operation.Execute.class, EXECUTE)
          .add(2, Operation.OpenSession.class, OPEN)
          .add(3, Operation.CloseSession.class, CLOSE)
          .add(4, Operation.Tick.class, TICK)
          .build();

  public byte[] encode() {
    Slice body = TABLE.encode(operation, HEADER_BYTES, 0);
    ByteBuffer.wrap(body.bytes())
        .put(VERSION)
        .put((byte) TABLE.typeOf(operation))
        .putLong(nowNanos);
    return body.bytes();
  }

  /// Gives an entry that a client sent its time, in place.
  ///
  /// @param entry one that [#decode] reads
  public static void stamp(byte[] entry, long nowNanos) {
    ByteBuffer.wrap(entry).putLong(TIME_OFFSET, nowNanos);
  }

  /// @throws UnknownCommand for any bytes that are not such an entry; never anything else
  public static ReplicatedEntry decode(byte[] bytes) throws UnknownCommand {
    if (bytes.length < HEADER_BYTES) {
      throw new UnknownCommand("an entry of " + bytes.length + " bytes is none of this store");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int version = in.get();
    int type = Byte.toUnsignedInt(in.get());
    if (version != VERSION || !TABLE.knows(type)) {
      throw new UnknownCommand(
          "operation " + type + " of version " + version + " is not known; a newer dcore wrote it");
    }
    long time = in.getLong();
    try {
      Slice body = new Slice(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
      return new ReplicatedEntry(time, TABLE.decode(type, body));
    } catch (MalformedFrame e) {
      throw new UnknownCommand("an entry cannot be read: " + e.reason());
    }
  }
}
