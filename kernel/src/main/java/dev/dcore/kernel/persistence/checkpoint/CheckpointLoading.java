package dev.dcore.kernel.persistence.checkpoint;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskFile;
import dev.dcore.kernel.persistence.DiskOperation;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect.Damage;
import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.persistence.state.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Finds the newest checkpoint that is whole, and brings it into the backend; then reads what the
/// ones before it consist of. A damaged one is passed over, and said.
///
/// A crash while it loads leaves a part of the state in a backend that keeps it, but not how far
/// the state is, which is its last write: the next start loads again.
final class CheckpointLoading {
  /// A manifest of so many bytes names a terabyte; what is larger is none.
  private static final long MANIFEST_BYTES_MAX = 256L << 20;

  private enum Stage {
    LIST,
    MANIFEST,
    CHUNK,
    OLDER,
    ENDED
  }

  private final Asked asked;
  private final IntFunction<ByteBuffer> memory;
  private final OrderedBytes bytes;
  private final long ownerHigh;
  private final long ownerLow;
  private final int manifestsMax;
  private final List<Damage> damages = new ArrayList<>();
  private final List<CheckpointName> files = new ArrayList<>();
  private final Deque<DiskFile> candidates = new ArrayDeque<>();
  private final List<Manifest> older = new ArrayList<>();
  private Stage stage = Stage.LIST;
  private @Nullable Manifest loaded;
  private boolean held;
  private @Nullable Manifest loading;
  private int nextChunk;
  private @Nullable ByteWrites last;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  /// @param manifestsMax how many are looked for, the loaded one among them
  CheckpointLoading(
      Asked asked,
      IntFunction<ByteBuffer> memory,
      OrderedBytes bytes,
      CheckpointInput.Open open,
      int manifestsMax) {
    this.asked = asked;
    this.memory = memory;
    this.bytes = bytes;
    this.ownerHigh = open.ownerHigh();
    this.ownerLow = open.ownerLow();
    this.manifestsMax = manifestsMax;
  }

  void begin() {
    asked.ask(new DiskOperation.List(CheckpointName.DIRECTORY));
  }

  boolean ended() {
    return stage == Stage.ENDED;
  }

  /// What the backend holds now, or null when there was no whole checkpoint.
  @Nullable Manifest loaded() {
    return loaded;
  }

  /// Whether the backend had kept more than the checkpoint by itself.
  boolean held() {
    return held;
  }

  /// Those before the loaded one, newest first.
  List<Manifest> older() {
    return older;
  }

  List<Damage> damages() {
    return damages;
  }

  /// All files of checkpoints that there are.
  List<CheckpointName> files() {
    return files;
  }

  void on(DiskEvent event) {
    switch (stage) {
      case LIST -> onListed(event);
      case MANIFEST -> onManifest(event);
      case CHUNK -> onChunk(event);
      case OLDER -> onOlder(event);
      case ENDED -> Invariant.check(false, "a completion after the end");
    }
  }

  private void onListed(DiskEvent event) {
    switch (event) {
      case DiskEvent.Listed(long _, List<DiskFile> found) -> {
        List<DiskFile> manifests = new ArrayList<>();
        for (DiskFile file : found) {
          CheckpointName name = CheckpointName.parse(file.name());
          if (name != null) {
            files.add(name);
            if (name.kind() == CheckpointName.Kind.MANIFEST) {
              manifests.add(file);
            }
          }
        }
        manifests.sort(Comparator.comparingLong(CheckpointLoading::ordinal).reversed());
        candidates.addAll(manifests);
      }
      case DiskEvent.Failed(long _, String reason, boolean _) ->
          damages.add(new Damage(CheckpointName.DIRECTORY, 0, reason));
      case DiskEvent.Read _, DiskEvent.Filled _, DiskEvent.Done _ ->
          Invariant.check(false, "a list was asked for");
    }
    next();
  }

  private void next() {
    boolean enough = loaded != null && older.size() + 1 >= manifestsMax;
    if (candidates.isEmpty() || enough) {
      stage = Stage.ENDED;
      buffer = ByteBuffer.allocate(0);
      return;
    }
    DiskFile file = candidates.getFirst();
    stage = loaded == null ? Stage.MANIFEST : Stage.OLDER;
    if (file.bytes() > MANIFEST_BYTES_MAX) {
      pass(new Damage(path(file), 0, "it has " + file.bytes() + " bytes, which no manifest has"));
      return;
    }
    int length = (int) file.bytes();
    buffer = memory.apply(Math.max(1, length));
    buffer.clear().limit(length);
    asked.ask(new DiskOperation.Read(path(file), 0, buffer));
  }

  private void onManifest(DiskEvent event) {
    Manifest manifest = manifestOf(event);
    if (manifest == null) {
      return;
    }
    loading = manifest;
    byte[] meta = bytes.get(StateStore.progressKey());
    if (meta != null && StateStore.positionOf(meta) >= manifest.position()) {
      held = true;
      onLoaded(manifest);
      return;
    }
    bytes.clear();
    nextChunk = 0;
    int longest = 1;
    for (Chunk chunk : manifest.chunks()) {
      longest = Math.max(longest, chunk.length());
    }
    buffer = memory.apply(longest);
    stage = Stage.CHUNK;
    readChunk(manifest);
  }

  private void onOlder(DiskEvent event) {
    Manifest manifest = manifestOf(event);
    if (manifest != null) {
      older.add(manifest);
      candidates.removeFirst();
      next();
    }
  }

  /// @return null when it is passed over
  private @Nullable Manifest manifestOf(DiskEvent event) {
    DiskFile file = candidates.getFirst();
    if (event instanceof DiskEvent.Failed(long _, String reason, boolean _)) {
      pass(new Damage(path(file), 0, reason));
      return null;
    }
    byte[] read = new byte[buffer.limit()];
    buffer.get(0, read);
    Manifest manifest = Manifest.decode(read);
    if (manifest == null || manifest.ordinal() != ordinal(file)) {
      pass(new Damage(path(file), 0, "it is not the manifest that was written"));
      return null;
    }
    if (manifest.ownerHigh() != ownerHigh || manifest.ownerLow() != ownerLow) {
      pass(new Damage(path(file), 0, "it belongs to another node"));
      return null;
    }
    return manifest;
  }

  private void readChunk(Manifest manifest) {
    if (nextChunk == manifest.chunks().size()) {
      ByteWrites progress = last;
      if (progress != null) {
        bytes.write(progress);
        last = null;
      }
      onLoaded(manifest);
      return;
    }
    Chunk chunk = manifest.chunks().get(nextChunk);
    buffer.clear().limit(chunk.length());
    asked.ask(new DiskOperation.Read(dataOf(chunk), chunk.offset(), buffer));
  }

  private void onChunk(DiskEvent event) {
    Manifest manifest = Invariant.present(loading, "a checkpoint is being loaded");
    Chunk chunk = manifest.chunks().get(nextChunk);
    if (event instanceof DiskEvent.Failed(long _, String reason, boolean _)) {
      pass(new Damage(dataOf(chunk), chunk.offset(), reason));
      return;
    }
    boolean whole =
        event instanceof DiskEvent.Filled(long _, int filled)
            && filled == chunk.length()
            && ChunkFormat.checksum(chunk.file(), chunk.offset(), buffer) == chunk.checksum();
    ByteWrites writes = whole ? ChunkFormat.parse(buffer.duplicate(), chunk.entries()) : null;
    if (writes == null) {
      pass(new Damage(dataOf(chunk), chunk.offset(), "these are not the bytes that were written"));
      return;
    }
    last = StateStore.takeProgress(writes, last);
    bytes.write(writes);
    nextChunk++;
    readChunk(manifest);
  }

  private void onLoaded(Manifest manifest) {
    loaded = manifest;
    loading = null;
    candidates.removeFirst();
    next();
  }

  /// The candidate does not count.
  private void pass(Damage damage) {
    damages.add(damage);
    if (stage == Stage.CHUNK) {
      bytes.clear();
      last = null;
    }
    loading = null;
    candidates.removeFirst();
    next();
  }

  private static long ordinal(DiskFile file) {
    return Invariant.present(CheckpointName.parse(file.name()), "a manifest's name").ordinal();
  }

  private static String path(DiskFile file) {
    return CheckpointName.DIRECTORY + "/" + file.name();
  }

  private static String dataOf(Chunk chunk) {
    return new CheckpointName(chunk.file(), CheckpointName.Kind.DATA).path();
  }
}
