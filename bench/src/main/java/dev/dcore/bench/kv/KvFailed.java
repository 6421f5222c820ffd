package dev.dcore.bench.kv;

import org.jspecify.annotations.Nullable;

/// A store or its load does not do what it is needed for, in one sentence.
public final class KvFailed extends Exception {
  private static final long serialVersionUID = 1;

  KvFailed(String sentence) {
    this(sentence, null);
  }

  KvFailed(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
