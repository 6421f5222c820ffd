package dev.dcore.kernel.persistence.checkpoint;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskOperation;
import dev.dcore.kernel.persistence.checkpoint.ChangedChunks.Part;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Writes one checkpoint, one operation after another:
///
/// ```text
/// chunks -> sync -> draft of the manifest -> sync -> sync of the directories -> rename
///        -> sync of the directory -> read the manifest -> read each new chunk -> complete
/// ```
///
/// All names are synced before the rename, so that a manifest never names a file that a power loss
/// has taken.
///
/// Each step makes one chunk at most, so that others are stepped in between, and the data is synced
/// every few chunks, so that the log's syncs never wait for a gigabyte.
final class CheckpointWriting {
  private enum Stage {
    CHUNK,
    SYNC,
    DRAFT,
    SYNC_DRAFT,
    SYNC_NAMES,
    SYNC_ROOT,
    RENAME,
    SYNC_DIRECTORY,
    READ_MANIFEST,
    READ_CHUNK,
    COMPLETE,
    FAILED
  }

  private final CheckpointConfig config;
  private final Asked asked;
  private final IntFunction<ByteBuffer> memory;
  private final StateView snapshot;
  private final Manifest blank;
  private final List<Part> plan;
  private final List<Chunk> chunks = new ArrayList<>();
  private final List<Chunk> written = new ArrayList<>();
  private final CheckpointName data;
  private final CheckpointName draft;
  private final CheckpointName name;
  private Stage stage = Stage.CHUNK;
  private int nextPart;
  private OrderedView.@Nullable Cursor cursor;
  private long offset;
  private long syncedOffset;
  private byte[] encoded = {};
  private ByteBuffer readBack = ByteBuffer.allocate(0);
  private int verified;
  private String failure = "";

  /// @param blank the manifest without its chunks
  CheckpointWriting(
      CheckpointConfig config,
      Asked asked,
      IntFunction<ByteBuffer> memory,
      StateView snapshot,
      Manifest blank,
      List<Part> plan) {
    this.config = config;
    this.asked = asked;
    this.memory = memory;
    this.snapshot = snapshot;
    this.blank = blank;
    this.plan = plan;
    this.data = new CheckpointName(blank.ordinal(), CheckpointName.Kind.DATA);
    this.draft = new CheckpointName(blank.ordinal(), CheckpointName.Kind.DRAFT);
    this.name = new CheckpointName(blank.ordinal(), CheckpointName.Kind.MANIFEST);
  }

  void begin() {
    writeChunk();
  }

  boolean complete() {
    return stage == Stage.COMPLETE;
  }

  /// Why it came to nothing, or empty.
  String failure() {
    return failure;
  }

  Manifest manifest() {
    return new Manifest(
        blank.ownerHigh(),
        blank.ownerLow(),
        blank.ordinal(),
        blank.position(),
        blank.index(),
        chunks);
  }

  /// The names that this checkpoint has given to files, that of all of it first.
  List<CheckpointName> names() {
    return List.of(name, draft, data);
  }

  int chunksWritten() {
    return written.size();
  }

  long bytesWritten() {
    return offset + encoded.length;
  }

  void on(DiskEvent event) {
    if (event instanceof DiskEvent.Failed(long _, String reason, boolean _)) {
      fail(reason);
      return;
    }
    switch (stage) {
      case CHUNK -> onChunk();
      case SYNC -> {
        syncedOffset = offset;
        writeChunk();
      }
      case DRAFT -> ask(Stage.SYNC_DRAFT, new DiskOperation.Sync(draft.path()));
      case SYNC_DRAFT ->
          ask(Stage.SYNC_NAMES, new DiskOperation.SyncDirectory(CheckpointName.DIRECTORY));
      case SYNC_NAMES -> ask(Stage.SYNC_ROOT, new DiskOperation.SyncDirectory(Disk.ROOT));
      case SYNC_ROOT -> ask(Stage.RENAME, new DiskOperation.Rename(draft.path(), name.path()));
      case RENAME ->
          ask(Stage.SYNC_DIRECTORY, new DiskOperation.SyncDirectory(CheckpointName.DIRECTORY));
      case SYNC_DIRECTORY -> readManifest();
      case READ_MANIFEST -> onManifest(event);
      case READ_CHUNK -> onReadBack(event);
      case COMPLETE, FAILED -> Invariant.check(false, "a completion in stage " + stage);
    }
  }

  private void onChunk() {
    if (offset - syncedOffset >= config.syncBytes()) {
      ask(Stage.SYNC, new DiskOperation.Sync(data.path()));
    } else {
      writeChunk();
    }
  }

  /// The next chunk, or, when there is none, what follows.
  private void writeChunk() {
    OrderedView.Cursor from = nextCursor();
    if (from == null) {
      if (syncedOffset < offset) {
        ask(Stage.SYNC, new DiskOperation.Sync(data.path()));
      } else {
        writeDraft();
      }
      return;
    }
    ChunkFormat.Filled filled = ChunkFormat.fill(from, config.chunkBytes());
    if (!filled.more()) {
      closeCursor();
    }
    ByteBuffer bytes = ByteBuffer.wrap(filled.bytes());
    Chunk chunk =
        new Chunk(
            blank.ordinal(),
            offset,
            bytes.remaining(),
            ChunkFormat.checksum(blank.ordinal(), offset, bytes),
            filled.entries(),
            filled.firstKey());
    chunks.add(chunk);
    written.add(chunk);
    offset += chunk.length();
    ask(Stage.CHUNK, new DiskOperation.Write(data.path(), chunk.offset(), bytes));
  }

  /// At the first key that is to be written, or null when all is.
  private OrderedView.@Nullable Cursor nextCursor() {
    while (cursor == null && nextPart < plan.size()) {
      switch (plan.get(nextPart++)) {
        case Part.Kept(Chunk chunk) -> chunks.add(chunk);
        case Part.Written(byte[] from, byte[] to) -> {
          OrderedView.Cursor opened =
              snapshot.bytes().cursor(from, to, OrderedView.Order.ASCENDING);
          if (opened.next()) {
            cursor = opened;
          } else {
            opened.close();
          }
        }
      }
    }
    return cursor;
  }

  private void writeDraft() {
    snapshot.close();
    encoded = manifest().encode();
    ask(Stage.DRAFT, new DiskOperation.Write(draft.path(), 0, ByteBuffer.wrap(encoded)));
  }

  private void readManifest() {
    // One byte more, to see that nothing comes after it.
    int longest = encoded.length + 1;
    for (Chunk chunk : written) {
      longest = Math.max(longest, chunk.length());
    }
    readBack = memory.apply(longest);
    readBack.clear().limit(encoded.length + 1);
    ask(Stage.READ_MANIFEST, new DiskOperation.Read(name.path(), 0, readBack));
  }

  private void onManifest(DiskEvent event) {
    byte[] found = new byte[encoded.length];
    readBack.get(0, found);
    if (filled(event) != encoded.length || !Arrays.equals(found, encoded)) {
      fail(name.path() + " does not read back as it was written");
      return;
    }
    readChunk();
  }

  private void readChunk() {
    if (verified == written.size()) {
      stage = Stage.COMPLETE;
      return;
    }
    Chunk chunk = written.get(verified);
    readBack.clear().limit(chunk.length());
    ask(Stage.READ_CHUNK, new DiskOperation.Read(data.path(), chunk.offset(), readBack));
  }

  private void onReadBack(DiskEvent event) {
    Chunk chunk = written.get(verified);
    boolean whole =
        filled(event) == chunk.length()
            && ChunkFormat.checksum(chunk.file(), chunk.offset(), readBack) == chunk.checksum();
    if (!whole) {
      fail(data.path() + " does not read back as it was written, at byte " + chunk.offset());
      return;
    }
    verified++;
    readChunk();
  }

  private static int filled(DiskEvent event) {
    return event instanceof DiskEvent.Filled(long _, int bytes) ? bytes : -1;
  }

  private void ask(Stage next, DiskOperation operation) {
    stage = next;
    asked.ask(operation);
  }

  private void fail(String reason) {
    boolean allWritten = stage.compareTo(Stage.DRAFT) >= 0;
    stage = Stage.FAILED;
    failure = reason;
    closeCursor();
    if (!allWritten) {
      snapshot.close();
    }
  }

  private void closeCursor() {
    OrderedView.Cursor open = cursor;
    if (open != null) {
      open.close();
      cursor = null;
    }
  }
}
