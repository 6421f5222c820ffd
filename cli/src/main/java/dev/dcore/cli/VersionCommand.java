package dev.dcore.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore version`.
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
  private static final String VERSION = "0.1.0-SNAPSHOT";

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    String java = Runtime.version().toString();
    if (output.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("version", VERSION);
      json.put("java", java);
      System.out.println(Output.prettyJson(json));
    } else {
      System.out.println("distributed-core " + VERSION + " (Java " + java + ")");
    }
    return 0;
  }
}
