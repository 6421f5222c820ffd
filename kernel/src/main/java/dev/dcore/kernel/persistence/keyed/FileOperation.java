package dev.dcore.kernel.persistence.keyed;

/// One operation on a directory's files. Each lane has one under way at a time.
public sealed interface FileOperation {
  /// @param length fewer bytes come only when the file ends
  record Read(String file, long offset, int length) implements FileOperation {}

  /// @param bytesMax a larger file fails
  record ReadWhole(String file, int bytesMax) implements FileOperation {}

  record Write(String file, long offset, byte[] content) implements FileOperation {}

  record Sync(String file) implements FileOperation {}

  record SyncDirectory() implements FileOperation {}

  /// The directory's own name.
  record SyncParent() implements FileOperation {}

  record List() implements FileOperation {}

  record Delete(String file) implements FileOperation {}

  /// How many bytes it moves.
  default long bytes() {
    return switch (this) {
      case Read(String _, long _, int length) -> length;
      case Write(String _, long _, byte[] content) -> content.length;
      case ReadWhole _, Sync _, SyncDirectory _, SyncParent _, List _, Delete _ -> 0;
    };
  }
}
