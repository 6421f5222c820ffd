package dev.dcore.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore version`.
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    String packaged = VersionCommand.class.getPackage().getImplementationVersion();
    String version = Objects.requireNonNullElse(packaged, "(unpackaged)");
    String java = Runtime.version().toString();
    if (output.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("version", version);
      json.put("java", java);
      System.out.println(Output.prettyJson(json));
    } else {
      System.out.println("distributed-core " + version + " (Java " + java + ")");
    }
    return 0;
  }
}
