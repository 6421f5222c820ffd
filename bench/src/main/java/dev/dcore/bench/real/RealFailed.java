package dev.dcore.bench.real;

import org.jspecify.annotations.Nullable;

/// A cluster of real processes cannot be had, or did not do what was waited for, in one sentence.
public final class RealFailed extends Exception {
  private static final long serialVersionUID = 1;

  public RealFailed(String sentence) {
    this(sentence, null);
  }

  public RealFailed(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
