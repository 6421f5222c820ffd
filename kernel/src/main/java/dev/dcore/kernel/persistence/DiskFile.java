package dev.dcore.kernel.persistence;

import dev.dcore.kernel.base.Invariant;

/// A file as a directory lists it.
///
/// @param name without its directory
/// @param bytes its length
public record DiskFile(String name, long bytes) {
  public DiskFile {
    Invariant.check(!name.isEmpty() && name.indexOf('/') < 0, "a file's name in its directory");
    Invariant.check(bytes >= 0, "a file's length");
  }
}
