package dev.dcore.kernel.persistence.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.wire.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// The bytes of a log's files are those of every version before, and a flip of any bit of them is
/// noticed.
final class LogBytesTest {
  private static final LogIdentity IDENTITY =
      new LogIdentity(0x0102030405060708L, 0x1112131415161718L, "blue");
  private static final SegmentHeader HEADER =
      new SegmentHeader(
          IDENTITY, 7, 1_001, 500, 1_000, 1_005, 5, 0x2a2b2c2d, 4_096, 65_536, 6, true);
  private final CRC32C crc = new CRC32C();

  @Test
  void segmentHeaderIsAsEverAndReadAgain() throws IOException {
    byte[] bytes = header();

    Golden.check("log-segment-header", bytes);

    assertEquals(HEADER, SegmentHeader.decode(bytes));
  }

  @Test
  void batchIsAsEverAndReadAgain() throws IOException {
    byte[] bytes = batch();
    ByteBuffer batch = ByteBuffer.wrap(bytes);

    Golden.check("log-batch", bytes);

    BatchHeader header = Invariant.present(BatchHeader.decode(batch, 0, crc), "it is intact");
    assertEquals(3, header.records());
    assertEquals(1_001, header.firstSequence());
    assertEquals(1_003, header.lastSequence());
    assertEquals(1_000, header.durableThrough());
    assertEquals(0x2a2b2c2d, header.previous());
    assertEquals(batch.capacity(), header.bytes());
  }

  @Test
  void flipOfAnyBitOfHeaderIsNoticed() {
    byte[] bytes = header();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      assertNull(SegmentHeader.decode(bytes), "bit " + bit);
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  @Test
  void flipOfAnyBitOfBatchIsNoticed() {
    byte[] bytes = batch();
    ByteBuffer batch = ByteBuffer.wrap(bytes);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      BatchHeader header = BatchHeader.decode(batch, 0, crc);
      assertFalse(header != null && header.bodyIntact(batch, 0, crc), "bit " + bit);
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  private static byte[] header() {
    ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
    HEADER.encode(bytes);
    return bytes.array();
  }

  private byte[] batch() {
    byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[BatchHeader.BYTES + 24 + 16 + 16];
    ByteBuffer batch = ByteBuffer.wrap(bytes).position(BatchHeader.BYTES);
    RecordFormat.write(batch, 3, RecordKind.DATA, 17, hello, 0, hello.length);
    RecordFormat.write(batch, 0xfffe, RecordKind.DATA, 1, hello, 0, 0);
    RecordFormat.write(batch, 3, RecordKind.TRUNCATE_SUFFIX, 12, hello, 0, 0);
    BatchHeader.seal(batch, crc, IDENTITY.tag(), 7, 512, 3, 1_001, 1_000, 0x2a2b2c2d);
    return bytes;
  }
}
