package dev.dcore.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/// Ctrl-C and SIGTERM as a regular end: something is done, which gives the exit code.
final class Interrupts implements AutoCloseable {
  private final AtomicBoolean over = new AtomicBoolean();

  private Interrupts() {}

  /// From now until closed.
  ///
  /// @param last what is done before the process ends, and the exit code; it has to end by itself
  static Interrupts to(IntSupplier last) {
    Interrupts interrupts = new Interrupts();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("dcore-interrupted")
                .unstarted(
                    () -> {
                      if (interrupts.over.compareAndSet(false, true)) {
                        int exitCode = last.getAsInt();
                        System.out.flush();
                        Runtime.getRuntime().halt(exitCode);
                      }
                    }));
    return interrupts;
  }

  /// The command ends by itself, and its own exit code counts.
  @Override
  public void close() {
    over.set(true);
  }
}
