package dev.dcore.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `dcore version`.
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    var version = VersionCommand.class.getPackage().getImplementationVersion();
    System.out.println("distributed-core " + Objects.requireNonNullElse(version, "(unpackaged)"));
    return 0;
  }
}
