package dev.dcore.bench.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The processes of one cluster by name; they end with it. Confined to one thread, but for
/// [#close].
final class Processes implements AutoCloseable {
  private static final int END_SECONDS_MAX = 10;

  /// These change what a JVM does, and what is shipped has no such thing.
  private static final List<String> FOREIGN =
      List.of("DCORE_JVM_FLAGS", "DCORE_AGENT", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  private final Map<String, Process> running = new LinkedHashMap<>();
  private final Thread onExit = new Thread(this::killAll, "end-real-cluster");

  Processes() {
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /// @param output where it writes what it prints
  void start(String name, Place place, List<String> command, ProcessBuilder.Redirect output)
      throws RealFailed {
    List<String> words = new ArrayList<>(place.prefix());
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output);
    FOREIGN.forEach(builder.environment()::remove);
    builder.environment().put("DCORE_NO_BUILD", "1");
    try {
      synchronized (running) {
        running.put(name, builder.start());
      }
    } catch (IOException e) {
      throw new RealFailed(name + " cannot be started: " + e.getMessage(), e);
    }
  }

  Process process(String name) {
    synchronized (running) {
      Process process = running.get(name);
      if (process == null) {
        throw new IllegalArgumentException("there is no " + name);
      }
      return process;
    }
  }

  /// @param signal without SIG
  void signal(String name, String signal) throws RealFailed {
    Commands.run("kill", "-" + signal, String.valueOf(process(name).pid()));
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException _) {
      return; // The hook does it.
    }
    killAll();
  }

  private void killAll() {
    synchronized (running) {
      running.values().forEach(Process::destroyForcibly);
      for (Process each : running.values()) {
        try {
          var _ = each.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      }
      running.clear();
    }
  }
}
