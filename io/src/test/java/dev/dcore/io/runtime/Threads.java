package dev.dcore.io.runtime;

import java.util.List;

/// The threads of this process that a node made.
final class Threads {
  private Threads() {}

  /// Those of the node of this name.
  static List<String> named(String node) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("dcore-") && name.contains("-" + node))
        .toList();
  }
}
