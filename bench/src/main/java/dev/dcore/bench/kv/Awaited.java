package dev.dcore.bench.kv;

import java.time.Duration;

/// Waits for what other processes do, by asking again.
final class Awaited {
  private static final Duration POLL = Duration.ofMillis(10);

  /// Whether it is so, as far as can be told now.
  @FunctionalInterface
  interface Condition {
    /// @throws KvFailed also counts as no
    boolean holds() throws KvFailed, InterruptedException;
  }

  private Awaited() {}

  /// @param nodes of which none may end while it is waited for
  static void await(String what, KvNodes nodes, Condition condition)
      throws KvFailed, InterruptedException {
    long until = System.nanoTime() + KvSystem.START_MAX.toNanos();
    String last = "";
    while (System.nanoTime() < until) {
      nodes.check();
      try {
        if (condition.holds()) {
          return;
        }
      } catch (KvFailed e) {
        last = ": " + e.sentence();
      }
      Thread.sleep(POLL);
    }
    throw new KvFailed(what + " did not happen in " + KvSystem.START_MAX.toSeconds() + " s" + last);
  }
}
