package dev.dcore.kernel.persistence.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which chunks of a checkpoint do not hold any more, because a key of theirs was written since its
/// snapshot: what a checkpoint based on it writes anew.
final class ChangedChunks {
  /// Files that a checkpoint refers to; the chunks of more are written anew, so that what is
  /// deleted of the state is deleted from the disk.
  private static final int FILES_MAX = 8;

  private final Manifest manifest;
  private final BitSet changed;

  /// A part of the next checkpoint.
  sealed interface Part {
    record Kept(Chunk chunk) implements Part {}

    /// @param to exclusive; null for the end
    record Written(byte[] from, byte @Nullable [] to) implements Part {}
  }

  private ChangedChunks(Manifest manifest, BitSet changed) {
    this.manifest = manifest;
    this.changed = changed;
  }

  /// As of the moment at which the state is just what the checkpoint says.
  static ChangedChunks none(Manifest manifest) {
    return new ChangedChunks(manifest, new BitSet(manifest.chunks().size()));
  }

  /// Nothing is known of what was written since.
  static ChangedChunks all(Manifest manifest) {
    BitSet all = new BitSet();
    all.set(0, manifest.chunks().size());
    return new ChangedChunks(manifest, all);
  }

  Manifest manifest() {
    return manifest;
  }

  /// A key was written or removed.
  void mark(byte[] key) {
    int at = chunkOf(key);
    if (at >= 0) {
      changed.set(at);
    }
  }

  /// What a checkpoint of the state as it is now is made of, in the order of keys.
  ///
  /// @param smallBytes a chunk that is smaller is written together with a changed neighbour
  List<Part> plan(int smallBytes) {
    List<Chunk> chunks = manifest.chunks();
    if (chunks.isEmpty()) {
      return planOfAll();
    }
    BitSet rewritten = (BitSet) changed.clone();
    addSparseFiles(rewritten);
    addSmallNeighbours(rewritten, smallBytes);
    List<Part> parts = new ArrayList<>();
    int at = 0;
    byte[] from = new byte[0];
    while (at < chunks.size()) {
      int kept = rewritten.nextClearBit(at);
      if (kept > at) {
        parts.add(
            new Part.Written(from, kept < chunks.size() ? chunks.get(kept).firstKey() : null));
      }
      at = Math.max(at, kept);
      for (; at < chunks.size() && !rewritten.get(at); at++) {
        parts.add(new Part.Kept(chunks.get(at)));
      }
      from = at < chunks.size() ? chunks.get(at).firstKey() : from;
    }
    return parts;
  }

  /// Everything anew.
  static List<Part> planOfAll() {
    return List.of(new Part.Written(new byte[0], null));
  }

  /// The same changes, as changes of another checkpoint whose chunks have other bounds.
  ChangedChunks seenFrom(Manifest other) {
    ChangedChunks seen = none(other);
    List<Chunk> chunks = manifest.chunks();
    for (int at = changed.nextSetBit(0); at >= 0; at = changed.nextSetBit(at + 1)) {
      int first = at == 0 ? 0 : seen.chunkOf(chunks.get(at).firstKey());
      int last = other.chunks().size() - 1;
      if (at + 1 < chunks.size()) {
        last = seen.chunkOf(chunks.get(at + 1).firstKey());
        last -= sameBound(other, last, chunks.get(at + 1)) ? 1 : 0;
      }
      seen.changed.set(first, Math.max(first, last) + 1);
    }
    return seen;
  }

  private static boolean sameBound(Manifest other, int at, Chunk end) {
    return at > 0 && Arrays.equals(other.chunks().get(at).firstKey(), end.firstKey());
  }

  private int chunkOf(byte[] key) {
    List<Chunk> chunks = manifest.chunks();
    int low = 1;
    int high = chunks.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(chunks.get(middle).firstKey(), key) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    // What comes before the first key belongs to the first chunk.
    return chunks.isEmpty() ? -1 : high;
  }

  private void addSmallNeighbours(BitSet rewritten, int smallBytes) {
    List<Chunk> chunks = manifest.chunks();
    for (int i = 0; i < chunks.size(); i++) {
      boolean beside = rewritten.get(i + 1) || (i > 0 && rewritten.get(i - 1));
      if (beside && chunks.get(i).length() < smallBytes) {
        rewritten.set(i);
      }
    }
  }

  /// Files of which less than half is still of use, and those beyond the newest few.
  private void addSparseFiles(BitSet rewritten) {
    List<Chunk> chunks = manifest.chunks();
    long[] files = chunks.stream().mapToLong(Chunk::file).distinct().sorted().toArray();
    for (int i = 0; i < files.length; i++) {
      long kept = 0;
      long end = 0;
      for (int at = 0; at < chunks.size(); at++) {
        Chunk chunk = chunks.get(at);
        if (chunk.file() == files[i]) {
          kept += rewritten.get(at) ? 0 : chunk.length();
          end = Math.max(end, chunk.offset() + chunk.length());
        }
      }
      if (2 * kept < end || i < files.length - FILES_MAX) {
        for (int at = 0; at < chunks.size(); at++) {
          rewritten.set(at, rewritten.get(at) || chunks.get(at).file() == files[i]);
        }
      }
    }
  }
}
