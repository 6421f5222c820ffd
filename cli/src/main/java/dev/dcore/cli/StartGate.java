package dev.dcore.cli;

/// Lets agents be started until somebody presses Ctrl-C: whoever stops the cluster closes the gate
/// first, and then sees every agent that was started.
final class StartGate {
  /// What is done while the gate stays open.
  @FunctionalInterface
  interface Passage {
    void run() throws CommandFailed;
  }

  private boolean closed;

  synchronized void pass(Passage passage) throws CommandFailed {
    if (closed) {
      throw new CommandFailed("interrupted while starting");
    }
    passage.run();
  }

  synchronized void close() {
    closed = true;
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
