package dev.dcore.bench.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Two clusters of fifty agents each. One, on loopback, loses ten agents at once, gets them back
/// and is split. The other, off loopback in two namespaces with a cable between, meanwhile loses a
/// fifth of its packets for two minutes; that has begun before the first test, and the last looks
/// at it.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealMembershipIT {
  private static final int AGENTS = 50;
  private static final List<String> NAMES = RealCluster.names(1, AGENTS);

  /// How long it takes exactly is for the benchmark: here two cores may be busy with other JVMs.
  private static final Duration SOON = Duration.ofMinutes(1);

  private static final Duration SPLIT = Duration.ofMinutes(1);
  private static final String LEFT_HOST = "127.0.1.1";
  private static final String RIGHT_HOST = "127.0.2.1";

  @TempDir private static Path directory;
  private final Path root = Path.of("").toAbsolutePath().getParent();
  private final Optional<String> missing = Namespace.missing();
  private final List<AutoCloseable> open = new ArrayList<>();
  private LossyMinutes lossy;
  private DcoreCluster cluster;
  private Namespace loopback;

  @BeforeAll
  void start() throws Exception {
    if (missing.isEmpty()) {
      lossy =
          opened(
              LossyMinutes.begin(root, Files.createDirectory(directory.resolve("lossy")), AGENTS));
      loopback = opened(Namespace.make());
    }
    cluster = cluster("loopback", seatsOnLoopback());
    cluster.start();
  }

  @AfterAll
  void end() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  @Order(1)
  void fiftyOnLoopbackSeeEachOther() throws Exception {
    cluster.awaitAllSeeAll(NAMES, SOON);
  }

  @Test
  @Order(2)
  void whenTenAreKilledAtOnceAllOthersSeeExactlyTheseDead() throws Exception {
    List<String> killed =
        NAMES.stream().filter(name -> name.endsWith("3") || name.endsWith("8")).toList();
    assertEquals(10, killed.size());
    List<String> others = RealCluster.without(NAMES, killed);
    Board board = cluster.board();
    long began = System.nanoTime();

    for (String each : killed) {
      cluster.signal(each, "KILL");
    }

    board.await(
        "the others see the ten dead",
        SOON,
        () -> board.allSee(others, killed, Seen.DEAD) && board.allSee(others, others, Seen.ALIVE));
    assertEquals(
        List.of(),
        board.gone(began).stream().filter(each -> !killed.contains(each.member())).toList());

    cluster.restart(killed);
    cluster.awaitAllSeeAll(NAMES, SOON);
  }

  @Test
  @Order(3)
  void aSplitOfAMinuteHeals() throws Exception {
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
    List<String> left = NAMES.subList(0, AGENTS / 2);
    List<String> right = NAMES.subList(AGENTS / 2, AGENTS);
    Board board = cluster.board();

    loopback.filter(
        """
        table inet split {
          chain in {
            type filter hook input priority 0
            ip saddr %1$s ip daddr %2$s drop
            ip saddr %2$s ip daddr %1$s drop
          }
        }
        """
            .formatted(LEFT_HOST, RIGHT_HOST));
    long healing = System.nanoTime() + SPLIT.toNanos();
    board.await(
        "each half sees the other dead and itself alive",
        SPLIT,
        () ->
            board.allSee(left, right, Seen.DEAD)
                && board.allSee(right, left, Seen.DEAD)
                && board.allSee(left, left, Seen.ALIVE)
                && board.allSee(right, right, Seen.ALIVE));
    TimeUnit.NANOSECONDS.sleep(healing - System.nanoTime());
    loopback.filter("delete table inet split");

    cluster.awaitAllSeeAll(NAMES, SOON);
  }

  @Test
  @Order(4)
  void underTwentyPercentLossTheViewStaysOneForTwoMinutes() throws Exception {
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());

    assertEquals(List.of(), lossy.wrong());
  }

  private List<DcoreCluster.Seat> seatsOnLoopback() {
    Place place = loopback == null ? new ThisHost() : loopback;
    List<DcoreCluster.Seat> seats =
        new ArrayList<>(DcoreCluster.seats(place, LEFT_HOST, 1, AGENTS / 2));
    seats.addAll(DcoreCluster.seats(place, RIGHT_HOST, AGENTS / 2 + 1, AGENTS));
    return seats;
  }

  private DcoreCluster cluster(String name, List<DcoreCluster.Seat> seats) throws Exception {
    return opened(new DcoreCluster(root, Files.createDirectory(directory.resolve(name)), seats));
  }

  private <T extends AutoCloseable> T opened(T what) {
    open.add(what);
    return what;
  }
}
