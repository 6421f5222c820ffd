package dev.dcore.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore compact`.
@Command(
    name = "compact",
    description = {
      "Writes two checkpoints of one agent's store, so that its log up to now can go.",
      "Two, since a damaged one has to have one before it."
    })
final class CompactCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StoreOptions store = new StoreOptions();

  @Override
  public Integer call() throws CommandFailed {
    String text =
        store.ask(
            agent -> agent.store("compact", StoreOptions.TIMEOUT),
            done -> CheckpointCommand.render(done, output.json()));
    System.out.println(text);
    return 0;
  }
}
