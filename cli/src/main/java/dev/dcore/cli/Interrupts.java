package dev.dcore.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/// Ctrl-C and SIGTERM as a regular end: something is done, and the process exits with 0.
final class Interrupts implements AutoCloseable {
  private final AtomicBoolean over = new AtomicBoolean();

  private Interrupts() {}

  /// From now until closed.
  ///
  /// @param last what is done before the process ends; it has to end by itself
  static Interrupts to(Runnable last) {
    Interrupts interrupts = new Interrupts();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("dcore-interrupted")
                .unstarted(
                    () -> {
                      if (interrupts.over.compareAndSet(false, true)) {
                        last.run();
                        System.out.flush();
                        Runtime.getRuntime().halt(0);
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
