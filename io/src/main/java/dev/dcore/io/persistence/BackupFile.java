package dev.dcore.io.persistence;

import dev.dcore.kernel.persistence.checkpoint.ChunkFormat;
import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateView;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A state in one file, to be carried away: it belongs to no node.
///
/// ```text
/// header:  | magic 4 | version 4 | position 8 | keys 8 | checksum 4 |
/// chunk:   | length 4 | entries 4 | checksum 4 | keys and values (ChunkFormat) |
/// …
/// end:     | 0: 4 | chunks 4 | checksum 4 |
/// ```
///
/// Big endian. The checksum of a chunk (CRC32C) covers its number and its count of entries as well;
/// that of the header and of the end the numbers before it. What ends without an end is not whole.
public final class BackupFile {
  private static final int MAGIC = 0x4443424B;
  private static final int VERSION = 1;
  private static final int CHUNK_BYTES = 256 << 10;

  /// An entry of the largest key and value, and more.
  private static final int CHUNK_BYTES_MAX = 64 << 20;

  private static final int HEADER_BYTES = 24;
  private static final int END = 0;

  private BackupFile() {}

  /// What a backup says of itself.
  ///
  /// @param position of the state
  /// @param keys how many there are
  public record Summary(long position, long keys) {}

  /// Writes all of a state, which may be a snapshot that others go on from.
  public static void write(StateView view, OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    ByteBuffer header =
        ByteBuffer.allocate(HEADER_BYTES)
            .putInt(MAGIC)
            .putInt(VERSION)
            .putLong(view.position())
            .putLong(view.keys())
            .flip();
    out.write(header.array());
    out.writeInt(ChunkFormat.checksum(0, 0, header));
    int chunks = 0;
    try (OrderedView.Cursor cursor =
        view.bytes().cursor(new byte[0], null, OrderedView.Order.ASCENDING)) {
      boolean more = cursor.next();
      while (more) {
        ChunkFormat.Filled filled = ChunkFormat.fill(cursor, CHUNK_BYTES);
        chunks++;
        ByteBuffer bytes = ByteBuffer.wrap(filled.bytes());
        out.writeInt(filled.bytes().length);
        out.writeInt(filled.entries());
        out.writeInt(ChunkFormat.checksum(chunks, filled.entries(), bytes));
        out.write(filled.bytes());
        more = filled.more();
      }
    }
    out.writeInt(END);
    out.writeInt(chunks);
    out.writeInt(ChunkFormat.checksum(END, chunks, ByteBuffer.allocate(0)));
    out.flush();
  }

  /// Reads all of it and checks every byte.
  ///
  /// @throws IOException in one sentence, when it is not a whole backup
  public static Summary verify(Path file) throws IOException {
    return read(file, _ -> {});
  }

  /// Reads all of it; who wants nothing of a file that is not whole verifies it first.
  ///
  /// @param chunks takes the writes of one chunk after another
  /// @throws IOException in one sentence, when it is not a whole backup
  public static Summary read(Path file, Consumer<ByteWrites> chunks) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(new BufferedInputStream(raw, CHUNK_BYTES))) {
      return read(in, chunks);
    } catch (EOFException e) {
      throw new IOException("the backup ends too early: it is not whole", e);
    }
  }

  private static Summary read(DataInputStream in, Consumer<ByteWrites> chunks) throws IOException {
    byte[] header = new byte[HEADER_BYTES];
    in.readFully(header);
    ByteBuffer numbers = ByteBuffer.wrap(header);
    boolean known = numbers.getInt(0) == MAGIC && numbers.getInt(4) == VERSION;
    if (in.readInt() != ChunkFormat.checksum(0, 0, numbers) || !known) {
      throw new IOException("this is no backup, or its beginning is damaged");
    }
    Summary summary = new Summary(numbers.getLong(8), numbers.getLong(16));
    for (int chunk = 1; ; chunk++) {
      int length = in.readInt();
      int entries = in.readInt();
      int checksum = in.readInt();
      if (length == END) {
        if (entries != chunk - 1
            || checksum != ChunkFormat.checksum(END, entries, ByteBuffer.allocate(0))) {
          throw new IOException("the end of the backup is damaged");
        }
        if (in.read() >= 0) {
          throw new IOException("something follows the end of the backup");
        }
        return summary;
      }
      chunks.accept(chunk(in, chunk, length, entries, checksum));
    }
  }

  private static ByteWrites chunk(
      DataInputStream in, int chunk, int length, int entries, int checksum) throws IOException {
    ByteWrites writes = null;
    if (length > 0 && length <= CHUNK_BYTES_MAX) {
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      boolean whole = checksum == ChunkFormat.checksum(chunk, entries, ByteBuffer.wrap(bytes));
      writes = whole ? ChunkFormat.parse(ByteBuffer.wrap(bytes), entries) : null;
    }
    if (writes == null) {
      throw new IOException("part " + chunk + " of the backup is damaged");
    }
    return writes;
  }
}
