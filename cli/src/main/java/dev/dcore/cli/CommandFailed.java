package dev.dcore.cli;

import org.jspecify.annotations.Nullable;

/// A command ends with an error: one sentence for people, and the exit code.
public final class CommandFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  /// What was asked cannot be done: exit code 1.
  public CommandFailed(String sentence) {
    this(1, sentence, null);
  }

  public CommandFailed(String sentence, Throwable cause) {
    this(1, sentence, cause);
  }

  private CommandFailed(int exitCode, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  /// What was asked makes no sense: exit code 2.
  public static CommandFailed usage(String sentence) {
    return new CommandFailed(2, sentence, null);
  }

  public int exitCode() {
    return exitCode;
  }
}
