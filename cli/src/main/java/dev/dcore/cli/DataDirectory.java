package dev.dcore.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which data directory a command is about.
final class DataDirectory {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = ".dcore",
      description = "Where the cluster is recorded; ${DEFAULT-VALUE} unless given.")
  private Path path = Path.of(".dcore");

  Path path() {
    return path;
  }

  /// The cluster that is recorded there.
  ///
  /// @throws CommandFailed when there is none
  ClusterFile cluster() throws CommandFailed {
    return ClusterFile.read(path)
        .orElseThrow(
            () ->
                new CommandFailed(
                    "no cluster is recorded in " + path + ": start one with `dcore up`"));
  }
}
