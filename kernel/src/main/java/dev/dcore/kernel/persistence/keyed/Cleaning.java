package dev.dcore.kernel.persistence.keyed;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Deletes files that nothing names.
record Cleaning(ArrayDeque<String> garbage) implements Job {
  @Override
  public @Nullable FileOperation next() {
    String file = garbage.poll();
    return file == null ? null : new FileOperation.Delete(file);
  }

  @Override
  public void onBytes(byte[] bytes) {
    throw new IllegalStateException("a deletion reads nothing");
  }
}
