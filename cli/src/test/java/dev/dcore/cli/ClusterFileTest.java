package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFileTest {
  private static final ClusterFile CLUSTER =
      new ClusterFile(
          "dcore",
          "gossip",
          List.of(
              new RecordedNode(
                  "n1",
                  "127.0.0.1:7101",
                  "127.0.0.1:7201",
                  new AgentProcess(4711, Instant.parse("2026-01-01T12:00:00.120Z"))),
              new RecordedNode("n2", "127.0.0.1:7102", "127.0.0.1:7202", null)),
          List.of("--detect-within", "3s"),
          List.of("000102030405060708090a0b0c0d0e0f"));

  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    CLUSTER.write(directory);
    assertEquals(Optional.of(CLUSTER), ClusterFile.read(directory));
  }

  @Test
  void aFileFromBeforeThereWereWishesHasNone() throws Exception {
    ClusterFile none = new ClusterFile("dcore", "gossip", CLUSTER.nodes(), List.of(), List.of());
    assertEquals(none, ClusterFile.parse(none.text()));
    assertTrue(!none.text().contains("wish"), none.text());
  }

  @Test
  void noFileIsNoCluster() throws Exception {
    assertEquals(Optional.empty(), ClusterFile.read(directory));
  }

  @Test
  void aDamagedFileIsNamed() throws Exception {
    Path file = directory.resolve(ClusterFile.NAME);
    Files.writeString(file, "{\"format\": 1, \"nodes\": 7");
    CommandFailed failed = assertThrows(CommandFailed.class, () -> ClusterFile.read(directory));
    assertTrue(String.valueOf(failed.getMessage()).contains(file.toString()), failed::toString);
  }

  @Test
  void aLaterFormatIsRefused() {
    String later = CLUSTER.text().replace("\"format\" : 1", "\"format\" : 2");
    assertThrows(IOException.class, () -> ClusterFile.parse(later));
  }

  @Test
  void aProcessOfAnotherStartIsNotOurs() {
    ProcessHandle self = ProcessHandle.current();
    AgentProcess ours = AgentProcess.of(self);
    assertTrue(ours.isAlive());
    assertTrue(!new AgentProcess(self.pid(), ours.startedAt().minusSeconds(60)).isAlive());
  }
}
