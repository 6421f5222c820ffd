package dev.dcore.kernel.persistence.log;

import java.nio.ByteBuffer;

/// Records that will be written together, in memory that is used again.
final class Batch {
  private final ByteBuffer bytes;
  private int records;
  private long firstSequence;

  /// @param bytes has room for zeros behind the largest batch
  Batch(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// @param sequence of the first record that will be put
  void begin(long sequence) {
    bytes.clear().position(BatchHeader.BYTES);
    records = 0;
    firstSequence = sequence;
  }

  int records() {
    return records;
  }

  long firstSequence() {
    return firstSequence;
  }

  long lastSequence() {
    return firstSequence + records - 1;
  }

  /// With its header.
  int length() {
    return bytes.position();
  }

  boolean fits(int length) {
    return RecordFormat.bytes(length) <= bytes.remaining() - BatchHeader.BYTES;
  }

  void put(int stream, RecordKind kind, long index, byte[] payload, int offset, int length) {
    RecordFormat.write(bytes, stream, kind, index, payload, offset, length);
    records++;
  }

  ByteBuffer bytes() {
    return bytes;
  }
}
