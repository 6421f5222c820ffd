package dev.dcore.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.io.RealTime;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.transport.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeedWatchTest {
  private static final SeedWatch.Names NAMES =
      host -> {
        InetAddress[] found =
            Map.of(
                    "two.test",
                    new InetAddress[] {
                      InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("fe80::1")
                    },
                    "one.test",
                    new InetAddress[] {InetAddress.ofLiteral("10.0.0.2")})
                .get(host);
        if (found == null) {
          throw new UnknownHostException(host);
        }
        return found;
      };

  @TempDir private Path directory;

  @Test
  void everyAddressOfANameIsASeed() {
    SeedSources sources =
        new SeedSources(
            List.of(new Address("two.test", 7000), new Address("10.0.0.9", 7000)),
            List.of(),
            List.of(new Address("one.test", 7001)));
    assertEquals(
        new SeedWatch.Found(
            List.of(
                new Address("10.0.0.1", 7000),
                new Address("fe80::1", 7000),
                new Address("10.0.0.2", 7001)),
            ""),
        SeedWatch.look(sources, NAMES));
    assertEquals(List.of(new Address("10.0.0.9", 7000)), sources.literals());
  }

  @Test
  void aFileHasOneSeedALine() throws IOException {
    Path file = write("# ours\n10.0.0.5:7000  # the first\n\none.test:7002\n");
    assertEquals(
        new SeedWatch.Found(
            List.of(new Address("10.0.0.5", 7000), new Address("10.0.0.2", 7002)), ""),
        SeedWatch.look(inFile(file), NAMES));
  }

  @Test
  void whatSaysNothingIsOneSentenceAndTheOthersCount() throws IOException {
    Path file = write("10.0.0.5\n10.0.0.6:7000\n");
    assertEquals(
        new SeedWatch.Found(
            List.of(new Address("10.0.0.6", 7000)),
            "line 1 of the file of seeds " + file + ": \"10.0.0.5\" is not HOST:PORT"),
        SeedWatch.look(inFile(file), NAMES));
    Path missing = directory.resolve("missing");
    assertEquals(
        "the file of seeds " + missing + " does not exist",
        SeedWatch.look(inFile(missing), NAMES).trouble());
    SeedSources unknown =
        new SeedSources(List.of(), List.of(), List.of(new Address("none.test", 7000)));
    assertEquals(
        "the seed's name none.test is not known", SeedWatch.look(unknown, NAMES).trouble());
  }

  @Test
  void plainAddressesNeedNoThread() {
    SeedSources plain =
        new SeedSources(List.of(new Address("10.0.0.1", 7000)), List.of(), List.of());
    assertNull(SeedWatch.start("n", plain, NAMES, _ -> {}));
  }

  @Test
  void aChangeOfTheFileIsHeardOnceAndTheThreadEnds() throws IOException {
    Path file = write("10.0.0.5:7000\n");
    List<SeedWatch.Found> heard = new CopyOnWriteArrayList<>();
    try (SeedWatch _ = SeedWatch.start("watching", inFile(file), NAMES, heard::add)) {
      assertTrue(RealTime.await(() -> heard.size() == 1));
      Files.writeString(file, "10.0.0.6:7000\n");
      assertTrue(RealTime.await(() -> heard.size() == 2));
      assertEquals(List.of(new Address("10.0.0.6", 7000)), heard.getLast().seeds());
    }
    assertTrue(RealTime.await(() -> Threads.named("watching").isEmpty()));
  }

  /// The file comes later than the node, and names it a member to join.
  @Test
  void aNodeWaitsForItsFileAndJoins() throws Exception {
    Path file = directory.resolve("seeds");
    try (TestNode first = TestNode.start("n1", directory);
        TestNode second = TestNode.start("n2", directory, inFile(file))) {
      assertTrue(RealTime.await(() -> second.phase() == Phase.JOINING));
      Files.writeString(file, first.address() + "\n");
      assertTrue(RealTime.await(() -> first.seesAlive(2) && second.seesAlive(2)));
    }
  }

  /// Nobody is named but the node itself: it is the first.
  @Test
  void aNodeThatIsItsOnlySeedBeginsACluster() throws Exception {
    Path file = write("");
    try (TestNode first = TestNode.start("n1", directory, inFile(file))) {
      assertTrue(RealTime.await(() -> first.phase() == Phase.UP));
    }
  }

  private static SeedSources inFile(Path file) {
    return new SeedSources(List.of(), List.of(file), List.of());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("seeds"), text);
  }
}
