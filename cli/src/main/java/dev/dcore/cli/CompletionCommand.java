package dev.dcore.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore completion`.
@Command(
    name = "completion",
    description = "Prints a script that completes dcore's commands in bash and zsh.",
    footer = {"", "To use it now:", "  source <(./dcore completion)"})
final class CompletionCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    String script = AutoComplete.bash("dcore", Main.commandLine());
    System.out.print(output.json() ? Output.json(Map.of("script", script)) + "\n" : script);
    return 0;
  }
}
