package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.persistence.DiskFile;
import java.util.List;

/// How a [FileOperation] ended.
public sealed interface FileResult {
  record Bytes(byte[] bytes) implements FileResult {}

  record Listed(List<DiskFile> files) implements FileResult {
    public Listed {
      files = List.copyOf(files);
    }
  }

  record Done() implements FileResult {}

  record Failed(String reason) implements FileResult {}
}
