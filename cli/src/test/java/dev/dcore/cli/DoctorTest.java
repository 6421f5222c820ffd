package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir private Path directory;

  @Test
  void anOldJdkIsWrong() {
    assertEquals(Finding.Level.WRONG, MachineChecks.jdk(21, "h").level());
    assertEquals(Finding.Level.OK, MachineChecks.jdk(25, "h").level());
  }

  @Test
  void theHardLimitOfOpenFilesCounts() throws Exception {
    assertEquals(Finding.Level.WRONG, openFiles("100        256").level());
    assertEquals(Finding.Level.NOTE, openFiles("1024       4096").level());
    assertEquals(Finding.Level.OK, openFiles("1024       524288").level());
    assertEquals(Finding.Level.OK, openFiles("1024       unlimited").level());
    assertEquals(Finding.Level.NOTE, MachineChecks.descriptors(directory.resolve("none")).level());
  }

  @Test
  void aSlowClockSourceIsOdd() throws Exception {
    Files.writeString(directory.resolve("current_clocksource"), "hpet\n");
    assertEquals(Finding.Level.NOTE, MachineChecks.clockSource(directory).level());
    Files.writeString(directory.resolve("current_clocksource"), "tsc\n");
    assertEquals(Finding.Level.OK, MachineChecks.clockSource(directory).level());
  }

  @Test
  void whereAProcessWaitsLongForItsTurnIsWrong() {
    assertEquals(
        List.of(Finding.Level.OK, Finding.Level.NOTE, Finding.Level.WRONG),
        List.of(1L, 50L, 400L).stream()
            .map(millis -> MachineChecks.lateness(Duration.ofMillis(millis).toNanos()).level())
            .toList());
  }

  @Test
  void anEmptyDirectoryIsWell() {
    assertTrue(levels().stream().noneMatch(level -> level == Finding.Level.WRONG), this::said);
  }

  @Test
  void aDamagedRecordIsWrong() throws Exception {
    Files.writeString(directory.resolve(ClusterFile.NAME), "{");
    assertWrong("cluster.json");
  }

  @Test
  void aFileFromTheFutureIsWrong() throws Exception {
    Path file = Files.writeString(directory.resolve("agent.log"), "");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
    assertWrong("agent.log");
  }

  @Test
  void aNodeThatIsNotRecordedIsOdd() throws Exception {
    new ClusterFile("dcore", "gossip", List.of(), List.of(), List.of()).write(directory);
    Files.createDirectories(directory.resolve("guest"));
    Files.writeString(directory.resolve("guest/identity.0"), "");
    Finding last = new DirectoryChecks(directory).look().getLast();
    assertEquals(Finding.Level.NOTE, last.level());
    assertTrue(last.sentence().contains("guest"), last::toString);
  }

  @Test
  void anAgentThatDiedIsWrongAndOneThatWasStoppedIsNot() throws Exception {
    ClusterFile cluster = ClusterPlan.make(directory, wish()).cluster();
    Files.createDirectories(directory.resolve("n2"));
    Files.writeString(directory.resolve("n2/agent.json"), "{}");
    List<Finding> found = new AgentChecks(directory).look(cluster);
    assertEquals(2, found.size(), found::toString);
    assertEquals("n2", found.getFirst().check());
    assertEquals(Finding.Level.WRONG, found.getFirst().level());
  }

  @Test
  void whoDisagreesAboutWhomIsSaid() {
    MemberRow alive = row("n2", "alive", 5);
    assertEquals(
        "n1 sees n2 alive in incarnation 5, and n3 sees it dead in incarnation 5",
        AgentChecks.difference("n1", List.of(alive), "n3", List.of(row("n2", "dead", 5))));
    assertEquals(
        "n3 does not know n2, which n1 knows",
        AgentChecks.difference("n1", List.of(alive), "n3", List.of()));
    assertEquals(
        "n1 does not know n2, which n3 knows",
        AgentChecks.difference("n1", List.of(), "n3", List.of(alive)));
  }

  private static MemberRow row(String name, String state, long incarnation) {
    return new MemberRow(name, "id-" + name, state, "up", "h:1", incarnation, null, Map.of());
  }

  private static ClusterPlan.Wish wish() {
    return new ClusterPlan.Wish(2, null, "gossip", List.of());
  }

  private Finding openFiles(String limits) throws Exception {
    Path file = directory.resolve("limits");
    Files.writeString(
        file, "Max cpu time unlimited\nMax open files            " + limits + "  files\n");
    return MachineChecks.descriptors(file);
  }

  private List<Finding.Level> levels() {
    return new DirectoryChecks(directory).look().stream().map(Finding::level).toList();
  }

  private String said() {
    return new DirectoryChecks(directory).look().toString();
  }

  private void assertWrong(String named) {
    assertTrue(
        new DirectoryChecks(directory)
            .look().stream()
                .anyMatch(
                    found ->
                        found.level() == Finding.Level.WRONG && found.sentence().contains(named)),
        this::said);
  }
}
