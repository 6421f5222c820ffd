package dev.dcore.bench.kv;

import java.time.Duration;
import java.util.List;

/// Three processes on this host that replicate keys and values, with the defaults of whoever made
/// them. Used by one thread.
public interface KvSystem extends AutoCloseable {
  int NODES = 3;

  /// Three JVMs that start at the same time as others share few cores.
  Duration START_MAX = Duration.ofSeconds(90);

  /// So long after a sync all counters have it.
  Duration COUNTS_LATE = Duration.ofMillis(2_500);

  KvKind kind();

  /// What runs, with its version and with the settings that matter; of the store and of its client.
  String version() throws KvFailed;

  /// How [#syncs] are counted, in words.
  String syncsCountedBy();

  /// Starts those that do not run, with the data they have; returns when there is a leader and all
  /// three answer.
  void start() throws KvFailed, InterruptedException;

  /// Who leads.
  int leader() throws KvFailed, InterruptedException;

  /// @throws IllegalStateException when it does not run
  long pid(int node);

  /// With SIGKILL; returns when it is gone.
  void kill(int node);

  /// How often it has synced a file since some moment, which is no later than the first time that
  /// this is asked; at most [#COUNTS_LATE] late.
  long syncs(int node) throws KvFailed, InterruptedException;

  /// Starts the process that loads it.
  ///
  /// @param servers which nodes the client is told; more than one only where it has to find a new
  ///   leader by itself
  KvLoader loader(List<Integer> servers) throws KvFailed, InterruptedException;

  /// Kills all; their data stays.
  @Override
  void close();
}
