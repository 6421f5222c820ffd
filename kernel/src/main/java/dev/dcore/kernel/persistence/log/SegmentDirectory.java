package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskFile;
import dev.dcore.kernel.persistence.DiskOperation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The files of a log's directory with their headers, and whose log they are.
final class SegmentDirectory {
  /// A file that has a segment's name.
  ///
  /// @param header what it holds, if that is intact; of a recycled file that has not begun anew, an
  ///   older segment's
  record Entry(long ordinal, String path, long bytes, @Nullable SegmentHeader header) {
    boolean begun() {
      return header != null && header.ordinal() == ordinal;
    }
  }

  private final LogConfig config;
  private final Operations operations;
  private final @Nullable LogIdentity expected;
  private final boolean adopt;
  private final ByteBuffer headerBytes;
  private final List<DiskFile> files = new ArrayList<>();
  private final NavigableMap<Long, Entry> entries = new TreeMap<>();
  private int next;
  private boolean ended;
  private @Nullable LogIdentity identity;
  private @Nullable String refused;

  /// @param expected whose log it should be; null when any will do
  /// @param adopt whether another id of the same cluster will do
  SegmentDirectory(
      LogConfig config,
      Operations operations,
      IntFunction<ByteBuffer> memory,
      @Nullable LogIdentity expected,
      boolean adopt) {
    this.config = config;
    this.operations = operations;
    this.expected = expected;
    this.adopt = adopt;
    this.headerBytes = memory.apply(SegmentHeader.BYTES);
  }

  void begin() {
    ask(new DiskOperation.List(config.directory()));
  }

  boolean ended() {
    return ended;
  }

  /// Why the files are not this log's; null when they are.
  @Nullable String refused() {
    return refused;
  }

  /// By ordinal.
  NavigableMap<Long, Entry> entries() {
    return entries;
  }

  /// What the files say, or else what was expected.
  @Nullable LogIdentity identity() {
    return identity == null ? expected : identity;
  }

  /// Whether no file says whose log it is, and nobody knows.
  boolean anyIdentity() {
    return identity == null && (expected == null || adopt);
  }

  /// Larger than any ordinal that a file is named or was begun with.
  long unusedOrdinal() {
    long highest = 0;
    for (Entry entry : entries.values()) {
      highest = Math.max(highest, entry.ordinal());
      if (entry.header() != null) {
        highest = Math.max(highest, entry.header().ordinal());
      }
    }
    return highest + 1;
  }

  void on(DiskEvent event) {
    switch (event) {
      case DiskEvent.Listed(long _, List<DiskFile> found) -> {
        for (DiskFile file : found) {
          if (SegmentName.ordinal(file.name()) > 0) {
            files.add(file);
          }
        }
        readNext();
      }
      case DiskEvent.Filled(long _, int bytes) -> onHeader(bytes);
      case DiskEvent.Read _, DiskEvent.Done _, DiskEvent.Failed _ ->
          Invariant.check(false, "a directory is listed and read");
    }
  }

  private void readNext() {
    if (next < files.size()) {
      headerBytes.clear();
      ask(new DiskOperation.Read(Segment.path(config.directory(), ordinal()), 0, headerBytes));
    } else {
      ended = true;
    }
  }

  private long ordinal() {
    return SegmentName.ordinal(files.get(next).name());
  }

  private void onHeader(int bytes) {
    byte[] read = new byte[bytes];
    headerBytes.get(0, read);
    SegmentHeader header = SegmentHeader.decode(read);
    long ordinal = ordinal();
    String path = Segment.path(config.directory(), ordinal);
    entries.put(ordinal, new Entry(ordinal, path, files.get(next).bytes(), header));
    next++;
    if (header != null && !belongs(header.identity())) {
      refused =
          path
              + " belongs to the log "
              + header.identity().text()
              + ", not to "
              + Invariant.present(identity(), "it is not its own").text();
      return;
    }
    readNext();
  }

  private boolean belongs(LogIdentity found) {
    LogIdentity own = expected;
    if (identity == null && (own == null || (adopt && found.cluster().equals(own.cluster())))) {
      identity = found;
    }
    return found.equals(identity());
  }

  private void ask(DiskOperation operation) {
    operations.ask(Operations.Part.RECOVERY, operation);
  }
}
