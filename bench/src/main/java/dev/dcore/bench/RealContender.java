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

/// Whose agents run in a benchmark of real processes.
enum RealContender {
  OURS {
    @Override
    Begun begin(Path root, Path directory, Namespace namespace, int nodes)
        throws RealFailed, InterruptedException {
      try {
        Files.createDirectories(directory);
      } catch (IOException e) {
        throw new RealFailed(directory + " cannot be made: " + e.getMessage(), e);
      }
      DcoreCluster cluster =
          new DcoreCluster(root, directory, DcoreCluster.seats(namespace, "127.0.0.1", 1, nodes));
      try {
        cluster.start();
        return new Begun(cluster, Bound.await(cluster.pid("n1"), nodes));
      } catch (RealFailed | InterruptedException e) {
        cluster.close();
        throw e;
      }
    }
  },
  SERF {
    @Override
    Begun begin(Path root, Path directory, Namespace namespace, int nodes) throws RealFailed {
      SerfCluster cluster = new SerfCluster(namespace, nodes);
      try {
        cluster.start();
        return new Begun(cluster, Bound.await(cluster.pid("n1"), nodes));
      } catch (RealFailed e) {
        cluster.close();
        throw e;
      }
    }
  };

  /// A cluster whose members listen.
  ///
  /// @param boundNanos when the last had its port, by `System.nanoTime()`
  record Begun(RealCluster cluster, long boundNanos) {}

  /// @param directory does not exist yet
  abstract Begun begin(Path root, Path directory, Namespace namespace, int nodes)
      throws RealFailed, InterruptedException;
}
