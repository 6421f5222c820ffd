package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskFile;
import dev.dcore.sim.time.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One simulated disk, and one process on it at a time.
final class Machine {
  private final EventQueue queue = new EventQueue();
  private final List<DiskEvent> events = new ArrayList<>();
  private final SimDisk disk;
  private Disk port;

  Machine(long seed) {
    this(Choices.seeded(seed, "disk"));
  }

  Machine(Choices choices) {
    disk = new SimDisk(queue, choices);
    port = disk.open(events::add);
  }

  SimDisk disk() {
    return disk;
  }

  EventQueue queue() {
    return queue;
  }

  /// All completions so far.
  List<DiskEvent> events() {
    return events;
  }

  void ask(Consumer<Disk> operations) {
    operations.accept(port);
  }

  void run(Consumer<Disk> operations) {
    ask(operations);
    settle();
  }

  /// Runs one operation.
  DiskEvent complete(Consumer<Disk> operation) {
    run(operation);
    return events.getLast();
  }

  void settle() {
    queue.runFor(Duration.ofSeconds(30).toNanos());
  }

  void losePower() {
    disk.losePower();
    reopen();
  }

  void losePower(PowerLoss fate) {
    disk.losePower(fate);
    reopen();
  }

  void kill() {
    disk.kill();
    reopen();
  }

  byte[] read(String file) {
    DiskEvent event = complete(port -> port.read(99, file, 1 << 20));
    return assertInstanceOf(DiskEvent.Read.class, event).bytes();
  }

  List<String> list(String directory) {
    DiskEvent event = complete(port -> port.list(98, directory));
    return assertInstanceOf(DiskEvent.Listed.class, event).files().stream()
        .map(DiskFile::name)
        .toList();
  }

  private void reopen() {
    port = disk.open(events::add);
  }
}
