package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Wrong arguments end with one sentence, and 1 or 2.
class CommandLineTest {
  private record Ended(int exitCode, String out, String err) {
    void is(int expected, String said) {
      assertAll(
          () -> assertEquals(expected, exitCode, err),
          () -> assertTrue(err.startsWith("dcore: "), err),
          () -> assertTrue(err.contains(said), err),
          () -> assertEquals(1, err.lines().count(), err));
    }
  }

  @TempDir private Path directory;

  @Test
  void anUnknownCommand() {
    run("upp").is(2, "upp");
  }

  @Test
  void aGroupOfCommandsWithoutOneOfThem() {
    run("kv").is(2, "say put, get, delete, cas, list or watch; see dcore kv --help");
    run("wal").is(2, "name one of inspect, verify; see dcore wal --help");
  }

  @Test
  void anUnknownOption() {
    run("members", "--jsn").is(2, "--jsn");
  }

  @Test
  void aCoordinatorThatIsNotThereYet() {
    run("up", "--coordinator", "etcd", "--data-dir", directory.toString())
        .is(2, "--coordinator raft or gossip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101", "many"})
  void aNumberOfNodesThatCannotBe(String nodes) {
    run("up", "--nodes", nodes, "--data-dir", directory.toString()).is(2, "--nodes");
  }

  @Test
  void aLabelThatCannotBe() {
    run("up", "--cluster", "a b", "--data-dir", directory.toString()).is(2, "a b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "members",
        "monitor",
        "status",
        "leave",
        "down",
        "topology",
        "reachability",
        "tags"
      })
  void aDirectoryWithoutACluster(String command) {
    run(command, "--data-dir", directory.toString()).is(1, "dcore up");
  }

  @Test
  void aTagWithoutAValue() {
    run("tags", "--set", "zone", "--data-dir", directory.toString()).is(2, "KEY=VALUE");
  }

  @Test
  void aTagThatIsSetAndDeleted() {
    run("tags", "--set", "a=b", "--delete", "a", "--data-dir", directory.toString())
        .is(2, "both set and deleted");
  }

  @Test
  void aRoundTripToNobody() {
    run("rtt", "n1").is(2, "TO");
  }

  @Test
  void anAgentThatIsNotRecorded() throws Exception {
    recordTwoNodes();
    run("members", "--agent", "n7", "--data-dir", directory.toString()).is(2, "n1, n2");
  }

  @Test
  void anAgentThatDoesNotRun() throws Exception {
    recordTwoNodes();
    run("members", "--agent", "n1", "--data-dir", directory.toString()).is(1, "n1 does not run");
  }

  @Test
  void anAddressWithoutAToken() {
    run("members", "--agent", "127.0.0.1:1", "--data-dir", directory.toString())
        .is(1, "--token-file");
  }

  @Test
  void anAgentWithAnIllegalName() {
    run("agent", "--name", "a b", "--data-dir", directory.toString()).is(2, "a b");
  }

  @Test
  void anAgentWithoutAPort() {
    run("agent", "--name", "n1", "--bind", "127.0.0.1", "--data-dir", directory.toString())
        .is(2, "HOST:PORT");
  }

  @Test
  void anAgentOffLoopback() {
    run("agent", "--name", "n1", "--bind", "0.0.0.0:0", "--data-dir", directory.toString())
        .is(1, "--insecure");
  }

  @Test
  void aDataDirectoryBelowAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    run("up", "--detach", "--data-dir", file.resolve("data").toString()).is(1, "--data-dir");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "down",
        "status",
        "agent",
        "members",
        "explain",
        "monitor",
        "leave",
        "topology",
        "reachability",
        "rtt",
        "event",
        "tags",
        "doctor",
        "sim",
        "version",
        "completion"
      })
  void everyCommandHasHelp(String command) {
    Ended ended = run(command, "--help");
    assertEquals(0, ended.exitCode(), ended.err());
    assertTrue(ended.out().contains("dcore " + command), ended.out());
    assertTrue(ended.out().contains("--json") || command.equals("sim"), ended.out());
  }

  @Test
  void completionKnowsTheCommandsAndTheirOptions() {
    String script = run("completion").out();
    assertTrue(script.contains("explain") && script.contains("--detach"), script);
  }

  private void recordTwoNodes() throws CommandFailed {
    ClusterPlan.make(directory, new ClusterPlan.Wish(2, null, "gossip", List.of()))
        .cluster()
        .write(directory);
  }

  private static Ended run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      CommandLine commandLine = Main.commandLine();
      int exitCode = commandLine.execute(arguments);
      return new Ended(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }
}
