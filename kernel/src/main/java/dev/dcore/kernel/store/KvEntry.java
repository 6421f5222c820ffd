package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Slice;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.RecordCodec;
import java.nio.ByteBuffer;

/// A command as an entry of the log.
///
/// ```text
/// offset  0         1       2      10
///         +---------+-------+------+----------------------------
///         | version | type  | time | the command, as a message      big endian
///         +---------+-------+------+----------------------------
/// ```
///
/// Another version or type is not known, and stops whoever applies the log. In a command that is
/// known a field that is not known would be skipped, which is no way to add one: a command that
/// asks for more is another type.
///
/// @param nowNanos the logical time of the entry
public record KvEntry(long nowNanos, KvCommand command) {
  static final byte VERSION = 1;
  private static final int HEADER_BYTES = 10;

  private static final RecordCodec<KvCommand.Put> PUT =
      RecordCodec.<KvCommand.Put>of("put")
          .bytes(1, KvCommand.Put::key)
          .bytes(2, KvCommand.Put::value)
          .number(3, KvCommand.Put::ttlNanos)
          .build(in -> new KvCommand.Put(in.bytes(1), in.bytes(2), in.number(3)));

  private static final RecordCodec<KvCommand.Delete> DELETE =
      RecordCodec.<KvCommand.Delete>of("delete")
          .bytes(1, KvCommand.Delete::key)
          .build(in -> new KvCommand.Delete(in.bytes(1)));

  private static final RecordCodec<KvCommand.Tick> TICK =
      RecordCodec.<KvCommand.Tick>of("tick").build(_ -> new KvCommand.Tick());

  /// Types are append-only: a number that was used is never given to another command.
  private static final MessageTable<KvCommand> TABLE =
      new MessageTable.Builder<KvCommand>()
          .add(1, KvCommand.Put.class, PUT)
          .add(2, KvCommand.Delete.class, DELETE)
          .add(3, KvCommand.Tick.class, TICK)
          .build();

  public byte[] encode() {
    Slice body = TABLE.encode(command, HEADER_BYTES, 0);
    ByteBuffer.wrap(body.bytes()).put(VERSION).put((byte) TABLE.typeOf(command)).putLong(nowNanos);
    return body.bytes();
  }

  /// @throws UnknownCommand for any bytes that are not such an entry; never anything else
  public static KvEntry decode(byte[] bytes) throws UnknownCommand {
    if (bytes.length < HEADER_BYTES) {
      throw new UnknownCommand("an entry of " + bytes.length + " bytes is none of this store");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int version = in.get();
    int type = Byte.toUnsignedInt(in.get());
    if (version != VERSION || !TABLE.knows(type)) {
      throw new UnknownCommand(
          "command " + type + " of version " + version + " is not known; a newer dcore wrote it");
    }
    long time = in.getLong();
    try {
      Slice body = new Slice(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
      return new KvEntry(time, TABLE.decode(type, body));
    } catch (MalformedFrame e) {
      throw new UnknownCommand("an entry cannot be read: " + e.reason());
    }
  }
}
