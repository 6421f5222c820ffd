package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskOperation;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Makes the file of the next segment ahead of its need: from one that the log needs no more, or of
/// zeros, a piece at a time, so that appends go on in between. A disk that is full is noticed here,
/// while there is room left in the segment before.
final class Preparation {
  /// Old files that are kept for this; more are deleted.
  static final int SPARES_MAX = 2;

  /// Reserved and synced at a time. Syncs of the log wait for it meanwhile.
  private static final int PIECE_BYTES = 1 << 20;

  private enum Stage {
    IDLE,
    RENAMING,
    RESERVING,
    SYNCING,
    SYNCING_NAME,
    READY,
    FULL
  }

  private final LogConfig config;
  private final Operations operations;
  private final ArrayDeque<String> spares = new ArrayDeque<>();
  private Stage stage = Stage.IDLE;
  private String file = "";
  private boolean recycled;
  private long reserved;
  private String fullReason = "";

  Preparation(LogConfig config, Operations operations) {
    this.config = config;
    this.operations = operations;
  }

  /// A file of a segment's length that nobody needs.
  ///
  /// @return false when there are enough
  boolean keep(String spare) {
    if (spares.size() >= SPARES_MAX) {
      return false;
    }
    spares.add(spare);
    return true;
  }

  /// @param name of a file that is to be ready when the next segment begins
  void begin(String name) {
    file = name;
    String spare = spares.poll();
    recycled = spare != null;
    if (spare != null) {
      stage = Stage.RENAMING;
      ask(new DiskOperation.Rename(spare, file));
    } else {
      reserved = 0;
      reserve();
    }
  }

  /// Tries again after the disk was full.
  void retry() {
    Invariant.check(stage == Stage.FULL, "it was full");
    begin(file);
  }

  boolean ready() {
    return stage == Stage.READY;
  }

  /// Why there will be no next segment; null when there will.
  @Nullable String full() {
    return stage == Stage.FULL ? fullReason : null;
  }

  String file() {
    return file;
  }

  boolean recycled() {
    return recycled;
  }

  /// @return why the log must end; empty when it goes on. To reserve space may fail and be tried
  ///   again, a sync may not: what a failed sync of the directory lost, a second one does not bring
  ///   back
  String on(DiskEvent event) {
    if (event instanceof DiskEvent.Failed(long _, String reason, boolean isFull)) {
      if (stage != Stage.RESERVING || !isFull) {
        return reason;
      }
      stage = Stage.FULL;
      fullReason = reason;
      return "";
    }
    switch (stage) {
      case RENAMING -> syncName();
      case RESERVING -> {
        stage = Stage.SYNCING;
        ask(new DiskOperation.Sync(file));
      }
      case SYNCING -> {
        if (reserved < config.segmentBytes()) {
          reserve();
        } else {
          syncName();
        }
      }
      case SYNCING_NAME -> stage = Stage.READY;
      case IDLE, READY, FULL -> Invariant.check(false, "a completion in stage " + stage);
    }
    return "";
  }

  private void reserve() {
    stage = Stage.RESERVING;
    reserved = Math.min(config.segmentBytes(), reserved + PIECE_BYTES);
    ask(new DiskOperation.Reserve(file, reserved));
  }

  private void syncName() {
    stage = Stage.SYNCING_NAME;
    ask(new DiskOperation.SyncDirectory(config.directory()));
  }

  private void ask(DiskOperation operation) {
    operations.ask(Operations.Part.PREPARATION, operation);
  }
}
