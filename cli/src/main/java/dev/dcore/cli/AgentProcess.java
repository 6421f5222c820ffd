package dev.dcore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An agent's process, recognised by pid and start time: a pid alone may have become another's.
record AgentProcess(long pid, Instant startedAt) {
  /// The operating system derives start times from its boot time, which moves a little when the
  /// clock is set.
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  static AgentProcess of(ProcessHandle handle) {
    return new AgentProcess(handle.pid(), handle.info().startInstant().orElseGet(Instant::now));
  }

  boolean isAlive() {
    return handle().isPresent();
  }

  /// Asks it to leave and end.
  void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  void kill() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(this::startedThen)
        .filter(_ -> !isZombie());
  }

  private boolean startedThen(ProcessHandle handle) {
    return handle
        .info()
        .startInstant()
        .map(start -> Duration.between(start, startedAt).abs().compareTo(START_TOLERANCE) <= 0)
        .orElse(false);
  }

  /// In a container without an init process, nobody collects what has ended.
  private boolean isZombie() {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException _) {
      // Where there is a /proc, it was collected just now.
      return Files.exists(Path.of("/proc", "self", "stat"));
    }
  }
}
