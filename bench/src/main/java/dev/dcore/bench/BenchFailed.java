package dev.dcore.bench;

import org.jspecify.annotations.Nullable;

/// Something cannot be measured, in one sentence that stands beside the figure.
final class BenchFailed extends Exception {
  private static final long serialVersionUID = 1;

  BenchFailed(String sentence) {
    this(sentence, null);
  }

  BenchFailed(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
