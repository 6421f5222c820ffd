package dev.dcore.sim.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.swim.SwimTrace;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.RuntimeTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What can happen to a simulated process.
final class SimProcessTest {
  private record Traced(SimProcess process, TraceEvent event) {}

  private final Simulation simulation = new Simulation(7, RunChoices.plain(), false);
  private final SimProcess n1 = simulation.add("test", "n1", List.of("n1"));
  private final SimProcess n2 = simulation.add("test", "n2", List.of("n1"));
  private final List<Traced> traced = new ArrayList<>();

  @BeforeEach
  void start() {
    simulation.observe(
        new Observer() {
          @Override
          public void traced(SimProcess process, TraceEvent event) {
            traced.add(new Traced(process, event));
          }
        });
    n1.start();
    n2.start();
    pass(10);
    assertEquals(Phase.UP, n2.phase());
  }

  @Test
  void pausedProcessDoesNothingAndThenNotices() {
    n2.pause();
    traced.clear();
    pass(10);
    assertEquals(List.of(), of(n2, TraceEvent.class));

    n2.resume();
    pass(1);

    assertTrue(
        of(n2, SwimTrace.WokeLate.class).getFirst().lateNanos() > Duration.ofSeconds(8).toNanos());
  }

  @Test
  void pausedProcessTakesWhatItsSocketsHeld() {
    n2.pause();
    pass(3);
    traced.clear();

    n2.resume();
    pass(5);

    assertFalse(of(n1, SwimTrace.ProbeAnswered.class).isEmpty());
  }

  /// A suspended machine does not know that it was away: its clock stood still as well.
  @Test
  void suspendedMachineDoesNotNotice() {
    n2.suspend();
    traced.clear();
    pass(10);
    assertEquals(List.of(), of(n2, TraceEvent.class));

    n2.resume();
    pass(5);

    assertEquals(List.of(), of(n2, SwimTrace.WokeLate.class));
    assertFalse(of(n2, SwimTrace.ProbeStarted.class).isEmpty());
  }

  @Test
  void machineWhoseClockRunsFastDoesMore() {
    traced.clear();
    pass(100);
    int right = of(n2, SwimTrace.ProbeStarted.class).size();
    n2.clockRate(1.5);
    traced.clear();
    pass(100);
    assertEquals(right * 1.5, of(n2, SwimTrace.ProbeStarted.class).size(), 1);

    n2.clockRate(1);
    traced.clear();
    pass(100);
    assertEquals(right, of(n2, SwimTrace.ProbeStarted.class).size(), 1);
  }

  @Test
  void slowProcessSpendsItsTimeOnEachInput() {
    long cost = Duration.ofMillis(40).toNanos();
    n2.slowDown(cost);
    traced.clear();
    pass(10);

    List<SwimTrace.ProbeAnswered> answers = of(n1, SwimTrace.ProbeAnswered.class);
    assertFalse(answers.isEmpty());
    answers.forEach(answer -> assertTrue(answer.rttNanos() >= cost, () -> answer.toString()));

    n2.slowDown(0);
    pass(1);
    traced.clear();
    pass(10);
    of(n1, SwimTrace.ProbeAnswered.class)
        .forEach(answer -> assertTrue(answer.rttNanos() < cost, () -> answer.toString()));
  }

  @Test
  void killedProcessRestartsOnItsDiskWithTheNextBoot() {
    assertRestartKeepsTheIdentity(n2::kill);
  }

  @Test
  void identityThatWasSyncedSurvivesAPowerLoss() {
    assertRestartKeepsTheIdentity(n2::losePower);
  }

  private void assertRestartKeepsTheIdentity(Runnable end) {
    RuntimeTrace.Booted first = of(n2, RuntimeTrace.Booted.class).getFirst();
    end.run();
    assertEquals(Phase.DOWN, n2.phase());
    traced.clear();

    n2.start();
    pass(5);

    RuntimeTrace.Booted second = of(n2, RuntimeTrace.Booted.class).getFirst();
    assertEquals(first.id(), second.id());
    assertEquals(first.boot() + 1, second.boot());
  }

  @Test
  void processThatHasLeftEndsByItself() {
    n2.command(new Command.Leave());
    pass(5);

    assertFalse(n2.running());
    assertTrue(n1.running());
  }

  @Test
  void processThatFailsToStartEndsByItself() {
    n2.kill();
    n2.disk().breakFile("identity.0");

    n2.start();
    pass(5);

    assertFalse(n2.running());
    assertFalse(of(n2, RuntimeTrace.Halted.class).isEmpty());
  }

  private void pass(int seconds) {
    simulation.runFor(Duration.ofSeconds(seconds).toNanos());
  }

  private <T extends TraceEvent> List<T> of(SimProcess process, Class<T> kind) {
    return traced.stream()
        .filter(each -> each.process() == process)
        .map(Traced::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
