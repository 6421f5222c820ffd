package dev.dcore.kernel.persistence.checkpoint;

import dev.dcore.kernel.base.Invariant;

/// A part of the state, from its first key up to that of the next chunk, as bytes in a file.
///
/// @param file the ordinal of the checkpoint that wrote it
/// @param offset in that file
/// @param length in bytes
/// @param checksum of its place and its bytes ([ChunkFormat#checksum])
/// @param entries how many keys
/// @param firstKey at or before its first key
record Chunk(long file, long offset, int length, int checksum, int entries, byte[] firstKey) {
  Chunk {
    Invariant.check(file > 0 && offset >= 0 && length > 0 && entries > 0, "a chunk is somewhere");
  }
}
