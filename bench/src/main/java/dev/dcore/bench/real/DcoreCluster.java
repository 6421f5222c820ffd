package dev.dcore.bench.real;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dcore.cli.AdminClient;
import dev.dcore.kernel.transport.Address;
import dev.dcore.node.admin.AdminToken;
import dev.dcore.node.admin.AgentFacts;
import dev.dcore.node.agent.AgentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Our agents, each started by `./dcore agent` with what is shipped, and watched through their own
/// streams of events.
public final class DcoreCluster implements RealCluster {
  /// Dozens of JVMs that start at once share few cores.
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private static final Duration POLL = Duration.ofMillis(50);

  /// JVMs that start at the same time: one a core. More of them would only wait for each other, and
  /// the last of them for long after it has its port.
  private static final int STARTING_MAX = Runtime.getRuntime().availableProcessors();

  /// Where one agent sits.
  ///
  /// @param host an address of the place
  public record Seat(String name, Place place, String host, int number) {
    String bind() {
      return host + ":" + port(MEMBER_PORT);
    }

    String admin() {
      return "127.0.0.1:" + port(ADMIN_PORT);
    }

    /// On a host that others use as well, any port that is free.
    private int port(int base) {
      return place instanceof ThisHost ? 0 : base + number;
    }
  }

  private final Path root;
  private final Path directory;
  private final List<Seat> seats;
  private final Board board = new Board();
  private final Processes processes = new Processes();
  private final Map<String, AdminClient.Events> watched = new LinkedHashMap<>();

  /// @param root of the project, which is built
  /// @param directory where the agents keep their data
  public DcoreCluster(Path root, Path directory, List<Seat> seats) {
    this.root = root;
    this.directory = directory;
    this.seats = List.copyOf(seats);
  }

  /// `n1`, `n2`… at one address.
  public static List<Seat> seats(Place place, String host, int from, int to) {
    List<Seat> seats = new ArrayList<>();
    for (int number = from; number <= to; number++) {
      seats.add(new Seat("n" + number, place, host, number));
    }
    return seats;
  }

  @Override
  public String kind() {
    return "dcore";
  }

  @Override
  public void start() throws RealFailed, InterruptedException {
    Seat first = seats.getFirst();
    start(first, List.of());
    List<String> seed = List.of(awaitFacts(first).address());
    startAll(seats.subList(1, seats.size()), seed);
  }

  /// Starts these again, which join through the first of the others.
  public void restart(List<String> names) throws RealFailed, InterruptedException {
    List<Seat> again = seats.stream().filter(seat -> names.contains(seat.name())).toList();
    Seat seed =
        seats.stream().filter(seat -> !names.contains(seat.name())).findFirst().orElseThrow();
    List<String> join = List.of(awaitFacts(seed).address());
    startAll(again, join);
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

  @Override
  public void watch() {
    seats.forEach(this::watch);
  }

  @Override
  public void unwatch() {
    for (Seat seat : seats) {
      board.forget(seat.name());
    }
    synchronized (watched) {
      watched.values().forEach(AdminClient.Events::close);
      watched.clear();
    }
  }

  @Override
  public void close() {
    unwatch();
    processes.close();
  }

  private void startAll(List<Seat> all, List<String> join) throws RealFailed, InterruptedException {
    for (int i = 0; i < all.size(); i++) {
      if (i >= STARTING_MAX) {
        awaitFacts(all.get(i - STARTING_MAX));
      }
      start(all.get(i), join);
    }
  }

  private void start(Seat seat, List<String> join) throws RealFailed {
    Path home = home(seat);
    try {
      Files.createDirectories(home);
      // What an earlier life has left says nothing of this one.
      Files.deleteIfExists(home.resolve(AgentFile.NAME));
    } catch (IOException e) {
      throw new RealFailed(home + " cannot be written: " + e.getMessage(), e);
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of(root.resolve("dcore").toString(), "agent", "--name", seat.name()));
    command.addAll(List.of("--bind", seat.bind(), "--admin", seat.admin()));
    command.addAll(List.of("--data-dir", home.toString(), "--quiet"));
    if (!seat.host().startsWith("127.")) {
      command.add("--insecure");
    }
    for (String each : join) {
      command.addAll(List.of("--join", each));
    }
    processes.start(
        seat.name(), seat.place(), command, ProcessBuilder.Redirect.to(said(seat).toFile()));
    // The first watcher makes an agent load what it answers with: that belongs to its start.
    watch(seat);
  }

  private AgentFacts awaitFacts(Seat seat) throws RealFailed, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try {
        Optional<AgentFacts> facts = AgentFile.read(home(seat));
        if (facts.isPresent()) {
          return facts.get();
        }
      } catch (IOException _) {
        // Half written.
      }
      if (!processes.process(seat.name()).isAlive()) {
        throw new RealFailed(seat.name() + " has ended: " + lastWords(seat));
      }
      if (System.nanoTime() > deadline) {
        throw new RealFailed(
            seat.name() + " does not listen after " + START_LIMIT.toSeconds() + " s");
      }
      Thread.sleep(POLL);
    }
  }

  /// On a thread of its own, which begins when the agent listens.
  private void watch(Seat seat) {
    board.readmit(seat.name());
    Thread.ofVirtual()
        .start(
            () -> {
              try (AdminClient.Events events = open(seat)) {
                synchronized (watched) {
                  watched.put(seat.name(), events);
                }
                while (true) {
                  String line = events.next(Long.MAX_VALUE);
                  if (line != null) {
                    take(seat.name(), JSON.std.mapFrom(line));
                  }
                }
              } catch (IOException | RealFailed | InterruptedException e) {
                board.fail(seat.name(), String.valueOf(e.getMessage()));
              }
            });
  }

  private AdminClient.Events open(Seat seat) throws RealFailed, InterruptedException {
    AgentFacts facts = awaitFacts(seat);
    return seat.place()
        .inside(
            () ->
                new AdminClient(
                        seat.name(),
                        Address.parse(facts.admin()),
                        AdminToken.load(home(seat).resolve(AdminToken.FILE)).value())
                    .events());
  }

  /// A resync has `members`, a change `member`.
  private void take(String observer, Map<String, Object> change) {
    if (change.get("members") instanceof List<?> members) {
      members.forEach(member -> see(observer, member));
    }
    see(observer, change.get("member"));
  }

  private void see(String observer, @Nullable Object member) {
    if (member instanceof Map<?, ?> fields) {
      board.saw(
          observer,
          String.valueOf(fields.get("name")),
          Seen.of(String.valueOf(fields.get("state"))));
    }
  }

  private String lastWords(Seat seat) {
    try {
      return Files.readString(said(seat)).strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Path home(Seat seat) {
    return directory.resolve(seat.name());
  }

  private Path said(Seat seat) {
    return directory.resolve(seat.name() + ".out");
  }
}
