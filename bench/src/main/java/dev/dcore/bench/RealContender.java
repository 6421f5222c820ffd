package dev.dcore.bench;

import dev.dcore.bench.real.Bound;
import dev.dcore.bench.real.DcoreCluster;
import dev.dcore.bench.real.Namespace;
import dev.dcore.bench.real.RealCluster;
import dev.dcore.bench.real.RealFailed;
import dev.dcore.bench.real.SerfCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Whose agents run in a benchmark of real processes.
enum RealContender {
  OURS {
    @Override
    RealCluster begin(Path root, Path directory, Namespace namespace, int nodes)
        throws RealFailed, InterruptedException {
      try {
        Files.createDirectories(directory);
      } catch (IOException e) {
        throw new RealFailed(directory + " cannot be made: " + e.getMessage(), e);
      }
      DcoreCluster cluster =
          new DcoreCluster(root, directory, DcoreCluster.seats(namespace, "127.0.0.1", 1, nodes));
      try {
        start(cluster, nodes);
        return cluster;
      } catch (RealFailed | InterruptedException e) {
        cluster.close();
        throw e;
      }
    }
  },
  SERF {
    @Override
    RealCluster begin(Path root, Path directory, Namespace namespace, int nodes)
        throws RealFailed, InterruptedException {
      SerfCluster cluster = new SerfCluster(namespace, nodes);
      try {
        start(cluster, nodes);
        return cluster;
      } catch (RealFailed | InterruptedException e) {
        cluster.close();
        throw e;
      }
    }
  };

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /// What a program still does after its start is no part of what is measured then.
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private static void start(RealCluster cluster, int nodes)
      throws RealFailed, InterruptedException {
    cluster.start();
    Bound.await(cluster.pid("n1"), nodes);
    cluster.awaitStarted(RealCluster.names(1, nodes), LIMIT);
    Thread.sleep(SETTLING);
  }

  /// A cluster whose members listen, each alone.
  ///
  /// @param directory does not exist yet
  abstract RealCluster begin(Path root, Path directory, Namespace namespace, int nodes)
      throws RealFailed, InterruptedException;
}
