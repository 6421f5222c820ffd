package dev.dcore.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `dcore version`.
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.println("distributed-core 0.1.0-SNAPSHOT");
    return 0;
  }
}
