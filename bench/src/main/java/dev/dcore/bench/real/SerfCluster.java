package dev.dcore.bench.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Agents of HashiCorp's Serf with its defaults, for a LAN, watched through what they log.
public final class SerfCluster implements RealCluster {
  /// The command, and the Debian package that has it.
  public static final String NAME = "serf";

  private static final Pattern EVENT =
      Pattern.compile("EventMember(Join|Failed|Leave|Update): (\\S+)");

  private final Place place;
  private final String command;
  private final List<String> names;
  private final Board board = new Board();
  private final Processes processes = new Processes();

  /// @throws RealFailed when there is no serf on this machine
  public SerfCluster(Place place, int members) throws RealFailed {
    this.place = place;
    this.names = RealCluster.names(1, members);
    Optional<String> found = Commands.find(NAME);
    this.command =
        found.orElseThrow(
            () -> new RealFailed("the command `serf` is missing: install the package serf"));
  }

  @Override
  public String kind() {
    return NAME;
  }

  @Override
  public void start() throws RealFailed {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      List<String> words =
          new ArrayList<>(
              List.of(
                  command,
                  "agent",
                  "-node=" + name,
                  "-bind=127.0.0.1:" + (MEMBER_PORT + i + 1),
                  "-rpc-addr=127.0.0.1:" + (ADMIN_PORT + i + 1)));
      if (i > 0) {
        words.add("-join=127.0.0.1:" + (MEMBER_PORT + 1));
      }
      processes.start(name, place, words, ProcessBuilder.Redirect.PIPE);
      Process process = processes.process(name);
      Thread.ofPlatform().daemon().name("serf-" + name).start(() -> read(name, process));
      if (i == 0) {
        Bound.await(process.pid(), 1);
      }
    }
  }

  @Override
  public Board board() {
    return board;
  }

  @Override
  public long pid(String name) {
    return processes.process(name).pid();
  }

  @Override
  public void signal(String name, String signal) throws RealFailed {
    if (!signal.equals("CONT")) {
      board.forget(name);
    }
    processes.signal(name, signal);
  }

  /// They log anyway.
  @Override
  public void watch() {}

  @Override
  public void unwatch() {}

  @Override
  public void close() {
    names.forEach(board::forget);
    processes.close();
  }

  private void read(String observer, Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher event = EVENT.matcher(line);
        if (event.find()) {
          board.saw(
              observer,
              event.group(2),
              switch (event.group(1)) {
                case "Failed" -> Seen.DEAD;
                case "Leave" -> Seen.LEFT;
                default -> Seen.ALIVE;
              });
        }
      }
      board.fail(observer, "it has ended");
    } catch (IOException e) {
      board.fail(observer, String.valueOf(e.getMessage()));
    }
  }
}
