package dev.dcore.bench.real;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A cluster off loopback, in two namespaces with a cable between, that loses a fifth of its
/// packets for two minutes, while something else is tested.
final class LossyMinutes implements AutoCloseable {
  private static final Duration LOSS = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofMinutes(1);

  /// Each packet is counted once, also when both its ports are members'.
  private static final String FILTER =
      """
      table inet loss {
        chain in {
          type filter hook input priority 0
          meta l4proto { tcp, udp } th dport 7000-7999 numgen random mod 100 < 20 drop
          meta l4proto { tcp, udp } th dport 7000-7999 accept
          meta l4proto { tcp, udp } th sport 7000-7999 numgen random mod 100 < 20 drop
        }
      }
      """;

  private final List<Namespace> namespaces = new ArrayList<>();
  private final DcoreCluster cluster;
  private final List<String> names;
  private final CompletableFuture<List<Board.Sighting>> wrong = new CompletableFuture<>();

  private LossyMinutes(Path root, Path directory, int agents) throws RealFailed {
    this.names = RealCluster.names(1, agents);
    namespaces.add(Namespace.make());
    namespaces.add(Namespace.make());
    Link.between(namespaces.getFirst(), namespaces.getLast());
    List<DcoreCluster.Seat> seats =
        new ArrayList<>(
            DcoreCluster.seats(namespaces.getFirst(), Link.LEFT_ADDRESS, 1, agents / 2));
    seats.addAll(
        DcoreCluster.seats(namespaces.getLast(), Link.RIGHT_ADDRESS, agents / 2 + 1, agents));
    this.cluster = new DcoreCluster(root, directory, seats);
  }

  /// Returns when all see all and packets begin to get lost.
  static LossyMinutes begin(Path root, Path directory, int agents) throws Exception {
    LossyMinutes minutes = new LossyMinutes(root, directory, agents);
    try {
      minutes.cluster.start();
      minutes.cluster.awaitAllSeeAll(minutes.names, SOON);
      for (Namespace each : minutes.namespaces) {
        each.filter(FILTER);
      }
      long began = System.nanoTime();
      Thread.ofPlatform().daemon().name("lossy-minutes").start(() -> minutes.last(began));
      return minutes;
    } catch (Exception e) {
      minutes.close();
      throw e;
    }
  }

  /// Waits for the end.
  ///
  /// @return who took a living member for dead
  List<Board.Sighting> wrong() throws InterruptedException, ExecutionException {
    return wrong.get();
  }

  @Override
  public void close() {
    cluster.close();
    namespaces.forEach(Namespace::close);
  }

  private void last(long began) {
    try {
      Thread.sleep(LOSS);
      List<Board.Sighting> gone = cluster.board().gone(began);
      for (Namespace each : namespaces) {
        each.filter("delete table inet loss");
      }
      // Suspicions that were under way are refuted.
      cluster.awaitAllSeeAll(names, SOON);
      wrong.complete(gone);
    } catch (RealFailed | InterruptedException e) {
      wrong.completeExceptionally(e);
    }
  }
}
