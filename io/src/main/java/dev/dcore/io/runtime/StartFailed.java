package dev.dcore.io.runtime;

import org.jspecify.annotations.Nullable;

/// A node could not start. The message is one sentence for people that says what to do.
public final class StartFailed extends Exception {
  private static final long serialVersionUID = 1L;

  public StartFailed(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
