package dev.dcore.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore checkpoint`.
@Command(
    name = "checkpoint",
    description = {
      "Writes the state of one agent's store to its disk, while writes go on.",
      "After a restart only what came later is read from the log. Agents do it by themselves."
    })
final class CheckpointCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StoreOptions store = new StoreOptions();

  @Override
  public Integer call() throws CommandFailed {
    String text =
        store.ask(
            agent -> agent.store("checkpoint", StoreOptions.TIMEOUT),
            done -> render(done, output.json()));
    System.out.println(text);
    return 0;
  }

  static String render(JsonObject done, boolean json) throws IOException {
    return json
        ? Output.json(done.fields())
        : done.text("name")
            + " wrote checkpoint "
            + done.number("checkpoint")
            + ": "
            + done.number("chunksWritten")
            + " parts, "
            + done.number("bytesWritten")
            + " bytes; "
            + done.number("chunksKept")
            + " had not changed; the log begins with entry "
            + done.number("logFirst");
  }
}
