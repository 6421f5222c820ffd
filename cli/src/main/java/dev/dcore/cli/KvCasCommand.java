package dev.dcore.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dcore kv cas`.
@Command(
    name = "cas",
    description = {
      "Stores a value if the key holds just what is expected, and exits 1 when it does not.",
      "With --create there has to be no such key."
    })
final class KvCasCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(index = "0", paramLabel = "KEY", description = "Which.")
  private String key = "";

  @Parameters(
      index = "1..2",
      arity = "1..2",
      paramLabel = "[EXPECTED] VALUE",
      description = "What the key holds now, unless --create is given, and what it is to hold.")
  private String[] values = {};

  @Option(names = "--create", description = "There has to be no such key.")
  private boolean create;

  @Override
  public Integer call() throws CommandFailed {
    if (values.length != (create ? 1 : 2)) {
      throw CommandFailed.usage(
          create
              ? "with --create there is nothing to expect: say KEY VALUE"
              : "say KEY EXPECTED VALUE, or --create KEY VALUE");
    }
    String expected = create ? null : values[0];
    byte[] value = values[values.length - 1].getBytes(StandardCharsets.UTF_8);
    return store.ask(
        agent -> agent.kvCompareAndSet(key, expected, value, StoreOptions.TIMEOUT), this::print);
  }

  private int print(JsonObject answer) throws IOException, CommandFailed {
    boolean swapped = answer.flag("swapped");
    if (output.json()) {
      System.out.println(Output.json(answer.fields()));
    } else if (swapped) {
      System.out.println("stored " + key + ", version " + answer.number("version"));
    } else {
      @Nullable String held = answer.textOrNull("value");
      throw new CommandFailed(
          held == null
              ? "there is no key \"" + key + "\""
              : "\"" + key + "\" holds \"" + held + "\"; nothing was stored");
    }
    return swapped ? 0 : 1;
  }
}
