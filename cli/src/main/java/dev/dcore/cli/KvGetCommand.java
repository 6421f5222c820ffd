package dev.dcore.cli;

import java.io.IOException;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `dcore kv get`.
@Command(name = "get", description = "Prints a value, and exits 1 when there is no such key.")
final class KvGetCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private ReadOptions read = new ReadOptions();

  @Parameters(index = "0", paramLabel = "KEY", description = "Which.")
  private String key = "";

  @Override
  public Integer call() throws CommandFailed {
    return store.ask(agent -> agent.kvGet(key, read.level(), StoreOptions.TIMEOUT), this::print);
  }

  private int print(JsonObject found) throws IOException {
    if (output.json()) {
      System.out.println(Output.json(found.fields()));
    } else if (found.text("encoding").equals("base64")) {
      System.out.writeBytes(Base64.getDecoder().decode(found.text("value")));
    } else {
      System.out.println(found.text("value"));
    }
    return 0;
  }
}
