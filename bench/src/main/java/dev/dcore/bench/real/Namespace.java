package dev.dcore.bench.real;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// A network namespace of our own (ip-netns(8)), with its loopback up and its packet filter empty.
///
/// Its name says which process made it, so that the next one can remove what is left of one that
/// was killed.
public final class Namespace implements Place, AutoCloseable {
  private static final String PREFIX = "dcore-";
  private static final AtomicInteger MADE = new AtomicInteger();

  private final String name;
  private final NamespaceThreads threads;
  private final Thread onExit;

  private Namespace(String name) {
    this.name = name;
    this.threads = new NamespaceThreads(name);
    this.onExit = new Thread(this::removeQuietly, "remove-" + name);
  }

  /// Why there can be none here, in one sentence; empty when there can.
  public static Optional<String> missing() {
    for (String tool : List.of("ip", "nft")) {
      if (Commands.find(tool).isEmpty()) {
        return Optional.of(
            "the command `"
                + tool
                + "` is missing: install the package "
                + (tool.equals("ip") ? "iproute2" : "nftables"));
      }
    }
    try (Namespace trial = make()) {
      trial.filter("list ruleset");
      return Optional.empty();
    } catch (RealFailed e) {
      return Optional.of(
          "network namespaces need root and a kernel with nftables (" + e.sentence() + ")");
    }
  }

  public static Namespace make() throws RealFailed {
    String name = PREFIX + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
    removeAbandoned();
    Commands.run("ip", "netns", "add", name);
    Namespace made = new Namespace(name);
    try {
      Runtime.getRuntime().addShutdownHook(made.onExit);
      made.ip("link", "set", "lo", "up");
      return made;
    } catch (RealFailed | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  public String name() {
    return name;
  }

  @Override
  public List<String> prefix() {
    return List.of("ip", "netns", "exec", name);
  }

  @Override
  public <T> T inside(Callable<T> work) throws RealFailed {
    return threads.call(work);
  }

  /// Runs `ip` in it.
  void ip(String... arguments) throws RealFailed {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(List.of(arguments));
    Commands.runWith("", command);
  }

  /// Gives the packet filter its rules, see nft(8).
  public String filter(String script) throws RealFailed {
    List<String> command = new ArrayList<>(prefix());
    command.addAll(List.of("nft", "-f", "-"));
    return Commands.runWith(script + "\n", command);
  }

  /// Takes it away, with what still runs in it, which only its owner can have started.
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException _) {
      return; // The process is ending, and the hook does it.
    }
    removeQuietly();
  }

  private void removeQuietly() {
    threads.close();
    try {
      remove(name);
    } catch (RealFailed e) {
      System.err.println("dcore: " + e.sentence());
    }
  }

  private static void remove(String name) throws RealFailed {
    for (String pid : Commands.run("ip", "netns", "pids", name).split("\\s+", -1)) {
      if (!pid.isEmpty()) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    Commands.run("ip", "netns", "delete", name);
  }

  /// Those of processes of ours that were killed.
  private static void removeAbandoned() throws RealFailed {
    for (String line : Commands.run("ip", "netns", "list").split("\n", -1)) {
      String name = line.split(" ", 2)[0];
      if (name.matches(PREFIX + "\\d+-\\d+")) {
        long owner = Long.parseLong(name.split("-", -1)[1]);
        if (ProcessHandle.of(owner).isEmpty()) {
          remove(name);
        }
      }
    }
  }
}
