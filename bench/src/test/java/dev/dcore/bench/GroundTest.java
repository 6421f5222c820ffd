package dev.dcore.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.cli.CommandFailed;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// How `dcore bench ground` makes figures of what commands print, none of which is started here.
class GroundTest {
  @Test
  void theCommandLineFindsBench() {
    assertTrue(
        ServiceLoader.load(dev.dcore.cli.CommandProvider.class).stream()
            .anyMatch(provider -> provider.get().command() instanceof BenchCommand));
  }

  @Test
  void anUnknownNameIsAUsageErrorThatNamesWhatThereIs() {
    BenchCommand command = new BenchCommand();
    new CommandLine(command).parseArgs("sky");

    CommandFailed failure = Assertions.assertThrows(CommandFailed.class, command::call);
    assertEquals(2, failure.exitCode());
    assertEquals(
        "there is no benchmark \"sky\"; there is: ground, membership, wal, kv",
        failure.getMessage());
  }

  @Test
  void measuringEndsAtTheFirstFailureAndKeepsWhatItHas() throws InterruptedException {
    Iterator<Double> values = List.of(1.0, 2.0).iterator();
    Taken taken =
        Taken.times(
            5,
            () -> {
              if (!values.hasNext()) {
                throw new BenchFailed("no more");
              }
              return values.next();
            });
    assertEquals(new Taken(new Samples(List.of(1.0, 2.0)), "no more"), taken);
  }

  @Test
  void agentsThatRunAreThoseWithAPid() throws BenchFailed {
    String status =
        """
        {"cluster":"dcore","leader":null,
         "nodes":[{"name":"n1","pid":17},{"name":"n2","pid":null}]}
        """;
    assertEquals(List.of(17L), BenchCluster.pidsIn(status));
  }

  @Test
  void aSeedWithTwoTracesIsAnError() throws BenchFailed {
    assertFalse(simulated("a", "pass", "a", "pass").failed());
    assertTrue(simulated("a", "pass", "b", "pass").failed());
  }

  @Test
  void aScenarioThatFailsIsAnErrorHoweverFast() throws BenchFailed {
    Row row = simulated("a", "fail", "a", "fail");
    assertEquals("the scenario's verdict is fail", row.error());
    assertFalse(row.met());
  }

  private static Row simulated(String hash1, String verdict1, String hash2, String verdict2)
      throws BenchFailed {
    List<SimulatorSpeed.Run> runs =
        List.of(
            SimulatorSpeed.Run.parse(printed(hash1, verdict1)),
            SimulatorSpeed.Run.parse(printed(hash2, verdict2)));
    Samples speeds = new Samples(runs.stream().map(SimulatorSpeed.Run::speed).toList());
    assertEquals(100, speeds.median());
    return SimulatorSpeed.row(SimulatorSpeed.QUIET, new Taken(speeds, null), runs);
  }

  private static String printed(String hash, String verdict) {
    return """
        {"virtualSeconds":300.0,"wallSeconds":3.0,"events":12,"traceHash":"%s","verdict":"%s"}
        """
        .formatted(hash, verdict);
  }
}
