package dev.dcore.bench.kv;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The three processes of a store: which of them run.
final class KvNodes implements AutoCloseable {
  private final String title;
  private final @Nullable KvProcess[] running = new @Nullable KvProcess[KvSystem.NODES];

  /// How a node is started, also after it was killed.
  @FunctionalInterface
  interface Command {
    List<String> of(int node) throws KvFailed;
  }

  private final Command command;
  private final KvPlace place;
  private final KvKind kind;

  KvNodes(KvPlace place, KvKind kind, Command command) {
    this.title = kind.title();
    this.place = place;
    this.kind = kind;
    this.command = command;
  }

  /// Starts those that do not run.
  void start() throws KvFailed {
    for (int node = 0; node < KvSystem.NODES; node++) {
      if (running[node] == null) {
        Path said = place.said(kind, "n" + node);
        running[node] = KvProcess.start(title + " n" + node, command.of(node), said);
      }
    }
  }

  KvProcess get(int node) {
    KvProcess process = running[node];
    if (process == null) {
      throw new IllegalStateException(title + " n" + node + " does not run");
    }
    return process;
  }

  boolean runs(int node) {
    return running[node] != null;
  }

  void kill(int node) {
    get(node).close();
    running[node] = null;
  }

  /// @throws KvFailed when one that was started has ended by itself
  void check() throws KvFailed {
    for (int node = 0; node < KvSystem.NODES; node++) {
      if (running[node] != null && !get(node).isAlive()) {
        throw new KvFailed(title + " n" + node + " has ended: " + get(node).lastWords());
      }
    }
  }

  @Override
  public void close() {
    for (int node = 0; node < KvSystem.NODES; node++) {
      if (running[node] != null) {
        kill(node);
      }
    }
  }
}
