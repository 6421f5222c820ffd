package dev.dcore.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/// What an answer of the replicated store must hold.
final class ReadOptions {
  /// Whose answer will do.
  enum Level {
    LINEARIZABLE,
    FOLLOWER,
    LOCAL
  }

  @Option(
      names = "--read",
      paramLabel = "LEVEL",
      defaultValue = "linearizable",
      description = {
        "linearizable: all that was acknowledged before, by the leader; follower: the same, by the",
        "agent that is asked; local: what that agent has, of whatever age. ${DEFAULT-VALUE} unless",
        "given."
      })
  private Level level = Level.LINEARIZABLE;

  String level() {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
