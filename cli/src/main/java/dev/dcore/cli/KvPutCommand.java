package dev.dcore.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dcore kv put`.
@Command(
    name = "put",
    description =
        "Stores a value; done when it is on the disks of a majority of the voters, or on the one of"
            + " an agent alone.")
final class KvPutCommand implements Callable<Integer> {
  private static final long MILLIS = 1_000;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(index = "0", paramLabel = "KEY", description = "At most 1,024 bytes of UTF-8.")
  private String key = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "At most 512 KiB; read from the standard input unless given.")
  private @Nullable String value;

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      description =
          "After which the key is gone; it begins anew when another agent leads, and stands still while none does.")
  private double ttlSeconds;

  @Override
  public Integer call() throws CommandFailed {
    if (ttlSeconds < 0) {
      throw CommandFailed.usage("--ttl is not negative");
    }
    byte[] bytes = bytes();
    long ttl = ttlSeconds == 0 ? 0 : Math.max(1, Math.round(ttlSeconds * MILLIS));
    String text =
        store.ask(agent -> agent.kvPut(key, bytes, ttl, StoreOptions.TIMEOUT), this::render);
    System.out.println(text);
    return 0;
  }

  private String render(JsonObject put) throws IOException {
    return output.json()
        ? Output.json(put.fields())
        : "stored "
            + key
            + ", version "
            + put.number("version")
            + (put.flagOrFalse("replicated")
                ? ""
                : ", in the store of " + put.text("name") + " alone");
  }

  private byte[] bytes() throws CommandFailed {
    String given = value;
    try {
      return given == null ? System.in.readAllBytes() : given.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailed("the standard input cannot be read: " + e.getMessage(), e);
    }
  }
}
