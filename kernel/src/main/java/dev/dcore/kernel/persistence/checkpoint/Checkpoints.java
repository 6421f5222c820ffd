package dev.dcore.kernel.persistence.checkpoint;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.persistence.state.StateView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The checkpoints of one state: loads the newest when it opens, and writes more of them in the
/// background, from snapshots.
///
/// A checkpoint refers to the chunks of an earlier one where nothing was written since, but never
/// to those of the one just before it: two that follow each other share no file. So damage to any
/// file leaves one of the last two whole, and entries of the log that the last two hold can go
/// ([CheckpointEffect.Completed#droppable]).
public final class Checkpoints implements Protocol<CheckpointInput, CheckpointEffect> {
  private final OrderedBytes bytes;
  private final IntFunction<ByteBuffer> memory;
  private final CheckpointConfig config;
  private final Asked asked;
  private final List<ChangedChunks> kept = new ArrayList<>();
  private final Set<CheckpointName> files = new LinkedHashSet<>();
  private @Nullable CheckpointLoading loading;
  private @Nullable CheckpointWriting writing;
  private @Nullable ChangedChunks sinceBegin;
  private long ownerHigh;
  private long ownerLow;
  private long lastOrdinal;
  private boolean opened;

  /// @param bytes the backend that is loaded into
  /// @param memory of the disk: [dev.dcore.kernel.persistence.Disk#buffer]
  /// @param ticketBase bits of the tickets of all operations, none of them among the lower 56
  public Checkpoints(
      OrderedBytes bytes,
      IntFunction<ByteBuffer> memory,
      CheckpointConfig config,
      long ticketBase) {
    this.asked = new Asked(ticketBase);
    this.bytes = bytes;
    this.memory = memory;
    this.config = config;
  }

  /// Whether a checkpoint may begin.
  public boolean idle() {
    return opened && writing == null;
  }

  /// The ordinal of the newest that is whole, or 0.
  public long newest() {
    return kept.isEmpty() ? 0 : kept.getFirst().manifest().ordinal();
  }

  /// The index of the last entry of the log in the newest that is whole, or 0.
  public long newestIndex() {
    return kept.isEmpty() ? 0 : kept.getFirst().manifest().index();
  }

  /// To be told of each write to the backend, after the load.
  public void onWritten(ByteWrites writes) {
    writes.forEach((key, _) -> mark(key));
  }

  /// The backend was filled with another state: nothing that was written before is of use for it,
  /// nor what is being written.
  public void onReplaced() {
    kept.replaceAll(each -> ChangedChunks.all(each.manifest()));
    sinceBegin = null;
  }

  @Override
  public void step(long nowNanos, CheckpointInput input, Effects<CheckpointEffect> effects) {
    asked.begin(effects);
    try {
      switch (input) {
        case CheckpointInput.Open open -> onOpen(open);
        case CheckpointInput.Begin(StateView snapshot, long index) -> onBegin(snapshot, index);
        case CheckpointInput.Disk(DiskEvent event) -> onDisk(event);
      }
    } finally {
      asked.end();
    }
  }

  private void onOpen(CheckpointInput.Open open) {
    Invariant.check(!opened && loading == null, "checkpoints are opened once");
    ownerHigh = open.ownerHigh();
    ownerLow = open.ownerLow();
    CheckpointLoading fresh = new CheckpointLoading(asked, memory, bytes, open, config.keptMax());
    loading = fresh;
    fresh.begin();
  }

  private void onBegin(StateView snapshot, long index) {
    Invariant.check(idle(), "one checkpoint at a time, after the load");
    lastOrdinal++;
    Manifest blank =
        new Manifest(ownerHigh, ownerLow, lastOrdinal, snapshot.position(), index, List.of());
    // Never the newest: it must stay whole when a file of this one is damaged.
    ChangedChunks base = kept.size() < 2 ? null : kept.get(1);
    CheckpointWriting fresh =
        new CheckpointWriting(
            config,
            asked,
            memory,
            snapshot,
            blank,
            base == null ? ChangedChunks.planOfAll() : base.plan(config.smallBytes()));
    sinceBegin = kept.isEmpty() ? null : ChangedChunks.none(kept.getLast().manifest());
    writing = fresh;
    files.addAll(fresh.names());
    fresh.begin();
  }

  private void onDisk(DiskEvent event) {
    if (asked.wasDeletion(event.ticket())) {
      return;
    }
    CheckpointLoading underLoad = loading;
    if (underLoad != null) {
      underLoad.on(event);
      if (underLoad.ended()) {
        onLoaded(underLoad);
      }
      return;
    }
    CheckpointWriting underWay = Invariant.present(writing, "somebody asked for it");
    underWay.on(event);
    if (underWay.complete()) {
      onComplete(underWay);
    } else if (!underWay.failure().isEmpty()) {
      // What did not read back must not be found by a restart, and what a full disk cut short would
      // keep it full.
      for (CheckpointName name : underWay.names()) {
        asked.delete(name.path());
        files.remove(name);
      }
      writing = null;
      sinceBegin = null;
      asked.say(new CheckpointEffect.Failed(lastOrdinal, underWay.failure()));
    }
  }

  private void onLoaded(CheckpointLoading ended) {
    loading = null;
    opened = true;
    files.addAll(ended.files());
    for (CheckpointName file : files) {
      lastOrdinal = Math.max(lastOrdinal, file.ordinal());
    }
    Manifest newest = ended.loaded();
    if (newest == null) {
      asked.say(new CheckpointEffect.Loaded(0, 0, 0, ended.damages()));
      return;
    }
    kept.add(ended.held() ? ChangedChunks.all(newest) : ChangedChunks.none(newest));
    ended.older().forEach(manifest -> kept.add(ChangedChunks.all(manifest)));
    asked.say(
        new CheckpointEffect.Loaded(
            newest.ordinal(), newest.position(), newest.index(), ended.damages()));
  }

  private void onComplete(CheckpointWriting ended) {
    Manifest manifest = ended.manifest();
    ChangedChunks since = sinceBegin;
    writing = null;
    sinceBegin = null;
    kept.addFirst(since == null ? ChangedChunks.all(manifest) : since.seenFrom(manifest));
    while (kept.size() > config.keptMax()) {
      kept.removeLast();
    }
    removeUnused();
    asked.say(
        new CheckpointEffect.Completed(
            manifest.ordinal(),
            manifest.position(),
            manifest.index(),
            kept.size() < CheckpointConfig.KEPT_MIN ? 0 : kept.getLast().manifest().index(),
            ended.chunksWritten(),
            manifest.chunks().size() - ended.chunksWritten(),
            ended.bytesWritten()));
  }

  /// Deletes what no kept checkpoint refers to: also what failed ones and a crash have left.
  private void removeUnused() {
    Set<CheckpointName> used = new LinkedHashSet<>();
    for (ChangedChunks each : kept) {
      Manifest manifest = each.manifest();
      used.add(new CheckpointName(manifest.ordinal(), CheckpointName.Kind.MANIFEST));
      for (Chunk chunk : manifest.chunks()) {
        used.add(new CheckpointName(chunk.file(), CheckpointName.Kind.DATA));
      }
    }
    for (Iterator<CheckpointName> each = files.iterator(); each.hasNext(); ) {
      CheckpointName file = each.next();
      if (!used.contains(file)) {
        asked.delete(file.path());
        each.remove();
      }
    }
  }

  private void mark(byte[] key) {
    // Older ones are never the base of another.
    for (int i = 0; i < Math.min(2, kept.size()); i++) {
      kept.get(i).mark(key);
    }
    ChangedChunks since = sinceBegin;
    if (since != null) {
      since.mark(key);
    }
  }
}
