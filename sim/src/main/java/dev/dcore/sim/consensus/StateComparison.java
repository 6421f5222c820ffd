package dev.dcore.sim.consensus;

import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateView;
import dev.dcore.kernel.runtime.GroupAnswer;
import dev.dcore.kernel.runtime.GroupRequest;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// Whether all replicas hold the same bytes, when nothing is under way.
final class StateComparison {
  private static final long WAIT_NANOS = Duration.ofMillis(50).toNanos();

  private final Simulation simulation;
  private final RaftWorkload workload;
  private final Consumer<String> violations;
  private final Map<String, String> states = new LinkedHashMap<>();

  StateComparison(Simulation simulation, RaftWorkload workload, Consumer<String> violations) {
    this.simulation = simulation;
    this.workload = workload;
    this.violations = violations;
  }

  void run() {
    for (SimProcess process : simulation.processes()) {
      long _ =
          workload.ask(
              process,
              new GroupRequest.TakeSnapshot(),
              (_, answer) -> note(process.name(), answer));
    }
    simulation.runFor(WAIT_NANOS);
    if (states.size() != simulation.processes().size()
        || states.values().stream().distinct().count() != 1) {
      violations.accept("the replicas hold different states: " + states);
    }
  }

  private void note(String name, GroupAnswer answer) {
    if (answer instanceof GroupAnswer.Snapshot(StateView view)) {
      states.put(name, fingerprint(view));
      view.close();
    } else {
      violations.accept(name + " has no state to show: " + answer);
    }
  }

  private static String fingerprint(StateView view) {
    CRC32C crc = new CRC32C();
    long keys = 0;
    try (OrderedView.Cursor cursor =
        view.bytes().cursor(new byte[0], null, OrderedView.Order.ASCENDING)) {
      while (cursor.next()) {
        crc.update(cursor.key());
        crc.update(cursor.value());
        keys++;
      }
    }
    return view.position() + " with " + keys + " keys, checksum " + crc.getValue();
  }
}
