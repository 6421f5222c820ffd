package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.sim.chaos.FaultPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// What `dcore sim` prints and how it exits.
@ResourceLock("java.lang.System.out")
final class SimCommandTest {
  private record Ended(int exitCode, String out, String err) {}

  @TempDir private Path directory;

  @Test
  void oneRunIsOneObject() throws IOException {
    Ended ended = sim("membership", "--nodes", "4", "--seed", "3", "--json");

    JsonObject json = JsonObject.parse(ended.out);
    assertEquals(0, ended.exitCode);
    assertEquals("membership", json.text("scenario"));
    assertEquals("pass", json.text("verdict"));
    assertEquals(3, json.number("seed"));
    assertEquals(4, json.number("nodes"));
    assertEquals(16, json.text("traceHash").length());
    assertTrue(json.number("virtualSeconds") >= 180);
    assertTrue(json.number("events") > 0);
    assertTrue(json.fields().containsKey("wallSeconds"));
    assertTrue(json.fields().containsKey("speed"));
    assertEquals(FaultPlan.OF_MEMBERSHIP.size(), json.object("faults").fields().size());
    assertEquals("./dcore sim membership --nodes 4 --seed 3", json.text("replay"));
  }

  @Test
  void crashTellsWhatItTriedAndWhatTheDiskDid() throws IOException {
    Ended ended = sim("crash", "--no-matrix", "--runs", "20", "--seed", "3", "--json");
    Ended again = sim("crash", "--no-matrix", "--runs", "20", "--seed", "3", "--json");

    JsonObject json = JsonObject.parse(ended.out);
    assertEquals(0, ended.exitCode, ended.out);
    assertEquals("pass", json.text("verdict"));
    assertEquals(20, json.object("lives").number("runs"));
    assertTrue(json.object("faults").number("power_lost") > 0);
    assertEquals(json.text("traceHash"), JsonObject.parse(again.out).text("traceHash"));
  }

  @Test
  void crashWithNothingToDoIsAMistake() {
    assertEquals(2, sim("crash", "--no-matrix", "--runs", "0").exitCode);
  }

  @Test
  void sameSeedIsTheSameRun() throws IOException {
    assertEquals(hash("--seed", "3"), hash("--seed", "3"));
    assertNotEquals(hash("--seed", "3"), hash("--seed", "4"));
  }

  @Test
  void replayRepeatsWhatWasAsked() throws IOException {
    Ended ended =
        sim("membership", "--nodes=3", "--quiet", "--seconds=100", "--settle=network/", "--json");

    assertEquals(
        "./dcore sim membership --nodes 3 --seed 1 --fault-seconds 0 --seconds 100"
            + " --settle network/",
        JsonObject.parse(ended.out).text("replay"));
  }

  @Test
  void quietRunHasNoFaults() throws IOException {
    JsonObject json = JsonObject.parse(sim("membership", "--nodes=3", "--quiet", "--json").out);

    assertTrue(
        json.object("faults").fields().values().stream().allMatch(Integer.valueOf(0)::equals));
  }

  @Test
  void choicesAreOneALine() throws IOException {
    Path file = directory.resolve("choices");
    sim("membership", "--nodes=3", "--choices=" + file);

    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.size() > 1_000);
    assertTrue(lines.stream().allMatch(line -> line.matches("\\S+ \\d+ -?\\d+ -?\\d+")));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("chaos/fault-3/happens 0 ")));
  }

  @Test
  void settledFaultDoesNotHappen() throws IOException {
    JsonObject json =
        JsonObject.parse(sim("membership", "--nodes=3", "--settle=chaos/", "--json").out);

    assertTrue(
        json.object("faults").fields().values().stream().allMatch(Integer.valueOf(0)::equals));
  }

  @Test
  void campaignSumsUp() throws IOException {
    Ended ended = sim("membership", "--nodes=3", "--seed=5", "--runs=4", "--json");

    JsonObject json = JsonObject.parse(ended.out);
    assertEquals(0, ended.exitCode);
    assertEquals(4, json.number("runs"));
    assertEquals(List.of(), json.list("failed"));
    assertTrue(
        json.object("faults").fields().values().stream()
                .mapToLong(count -> ((Number) count).longValue())
                .sum()
            > 4);
  }

  @Test
  void swarmIsWhatCampaignsDo() throws IOException {
    String one =
        JsonObject.parse(sim("membership", "--nodes=3", "--swarm", "--json").out).text("replay");
    assertEquals("./dcore sim membership --nodes 3 --seed 1 --swarm", one);
    String all = campaignHash("--no-swarm");
    assertNotEquals(all, campaignHash());
    assertEquals(campaignHash("--swarm"), campaignHash());
    assertEquals(2, sim("membership", "--quiet", "--swarm").exitCode);
  }

  private static String campaignHash(String... options) throws IOException {
    return hash(Stream.concat(Stream.of("--runs=2"), Stream.of(options)).toArray(String[]::new));
  }

  @Test
  void unknownScenarioIsToldWhatThereIs() {
    Ended ended = sim("elections");

    assertEquals(2, ended.exitCode);
    assertTrue(ended.err.contains("no scenario \"elections\"; there is: membership"), ended.err);
    assertEquals(1, ended.err.lines().count());
  }

  @Test
  void listSaysWhatThereIs() {
    Ended ended = sim("list");

    assertEquals(0, ended.exitCode);
    assertTrue(ended.out.contains("membership"), ended.out);
  }

  @Test
  void senselessNumbersAreUsageErrors() {
    for (String option : List.of("--nodes=1", "--runs=0", "--fault-seconds=-1", "--seconds=-1")) {
      Ended ended = sim("membership", option);
      assertEquals(2, ended.exitCode, option);
      assertFalse(ended.err.contains("Exception"), ended.err);
    }
  }

  @Test
  void passingRunCannotBeShrunk() {
    Ended ended = sim("membership", "--nodes=3", "--shrink");

    assertEquals(1, ended.exitCode);
    assertTrue(ended.err.contains("seed 1 passes, so there is nothing to shrink"), ended.err);
  }

  private static String hash(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("membership", "--nodes=3", "--json"));
    arguments.addAll(List.of(options));
    return JsonObject.parse(sim(arguments.toArray(String[]::new)).out).text("traceHash");
  }

  private static Ended sim(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of("sim"));
    all.addAll(List.of(arguments));
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int exitCode = Main.commandLine().execute(all.toArray(String[]::new));
      return new Ended(
          exitCode,
          printed.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
