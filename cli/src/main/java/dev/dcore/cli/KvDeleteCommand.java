package dev.dcore.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `dcore kv delete`.
@Command(name = "delete", description = "Removes a key, and exits 1 when there was none.")
final class KvDeleteCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(index = "0", paramLabel = "KEY", description = "Which.")
  private String key = "";

  @Override
  public Integer call() throws CommandFailed {
    return store.ask(agent -> agent.kvDelete(key, StoreOptions.TIMEOUT), this::print);
  }

  private int print(JsonObject deleted) throws IOException, CommandFailed {
    boolean existed = deleted.flag("existed");
    if (output.json()) {
      System.out.println(Output.json(deleted.fields()));
    } else if (existed) {
      System.out.println("deleted " + key);
    } else {
      throw new CommandFailed("there is no key \"" + key + "\"");
    }
    return existed ? 0 : 1;
  }
}
