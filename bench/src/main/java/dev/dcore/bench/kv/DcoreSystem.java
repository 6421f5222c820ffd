package dev.dcore.bench.kv;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dcore.node.admin.AdminToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Our agents, as `up` starts them: with its flags, its defaults and its store. They are started by
/// it once; after that with the very same words, so that one can be killed and come again without
/// waiting for a command.
public final class DcoreSystem implements KvSystem {
  /// Between addresses and ids in what a client is told.
  static final String VOTERS = "=";

  /// As `up` starts agents: glibc keeps 64 MiB of addresses a thread otherwise.
  private static final List<String> ENVIRONMENT = List.of("env", "MALLOC_ARENA_MAX=1");

  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private final KvPlace place;
  private final List<Agent> agents = new ArrayList<>();
  private final KvNodes nodes;
  private final FileSyncs.OfOthers syncs = new FileSyncs.OfOthers();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_MAX)
          .build();

  private int loaders;

  /// @param command the words of its process
  private record Agent(String name, String address, String admin, List<String> command) {}

  public DcoreSystem(KvPlace place) {
    this.place = place;
    this.nodes = new KvNodes(place, KvKind.DCORE, node -> agents.get(node).command);
  }

  @Override
  public KvKind kind() {
    return KvKind.DCORE;
  }

  @Override
  public String version() {
    return "distributed-core, agents and JVM flags as `up` has them";
  }

  @Override
  public String syncsCountedBy() {
    return FileSyncs.HOW;
  }

  @Override
  public void start() throws KvFailed, InterruptedException {
    if (agents.isEmpty()) {
      up();
    }
    nodes.start();
    Awaited.await(
        "a leader of the agents",
        nodes,
        () -> {
          int leaders = 0;
          for (int node = 0; node < NODES; node++) {
            Map<String, Object> group = group(node);
            if (!(group.get("leader") instanceof String)) {
              return false;
            }
            leaders += "leader".equals(group.get("role")) ? 1 : 0;
          }
          return leaders == 1;
        });
  }

  @Override
  public int leader() throws KvFailed, InterruptedException {
    for (int node = 0; node < NODES; node++) {
      if (nodes.runs(node) && "leader".equals(group(node).get("role"))) {
        return node;
      }
    }
    throw new KvFailed("no agent leads");
  }

  @Override
  public long pid(int node) {
    return nodes.get(node).pid();
  }

  @Override
  public void kill(int node) {
    nodes.kill(node);
  }

  @Override
  public long syncs(int node) throws KvFailed, InterruptedException {
    return syncs.count(pid(node), place.java(), place.home(KvKind.DCORE));
  }

  @Override
  public KvLoader loader(List<Integer> servers) throws KvFailed {
    List<String> arguments = new ArrayList<>();
    arguments.add(home().resolve("load-" + ++loaders).toString());
    servers.forEach(node -> arguments.add(agents.get(node).address));
    arguments.add(VOTERS);
    arguments.addAll(voters());
    return new KvLoader(
        KvProcess.start(
            "the load of the agents",
            place.loader(KvKind.DCORE, arguments),
            place.said(KvKind.DCORE, "load")));
  }

  @Override
  public void close() {
    nodes.close();
    http.close();
  }

  private Path home() {
    return place.home(KvKind.DCORE);
  }

  /// Lets the command make the cluster, learns how it started each agent, and takes over.
  private void up() throws KvFailed, InterruptedException {
    Map<String, Object> cluster = parse(run("up", "--nodes", String.valueOf(NODES), "--detach"));
    List<ProcessHandle> started = new ArrayList<>();
    if (cluster.get("nodes") instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Map<?, ?> fields && fields.get("pid") instanceof Number pid) {
          agents.add(
              new Agent(
                  String.valueOf(fields.get("name")),
                  String.valueOf(fields.get("address")),
                  String.valueOf(fields.get("admin")),
                  words(pid.longValue())));
          ProcessHandle.of(pid.longValue()).ifPresent(started::add);
        }
      }
    }
    if (agents.size() != NODES) {
      throw new KvFailed("of " + NODES + " agents " + agents.size() + " run");
    }
    started.forEach(ProcessHandle::destroyForcibly);
    started.forEach(process -> process.onExit().join());
  }

  private String run(String... words) throws KvFailed, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(place.root().resolve("dcore").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--json", "--data-dir", home().toString()));
    try {
      Files.createDirectories(home());
      Path said = place.said(KvKind.DCORE, "up");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(said.toFile());
      builder.environment().put("DCORE_NO_BUILD", "1");
      Process process = builder.start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new KvFailed("dcore " + words[0] + " failed: " + Files.readString(said).strip());
      }
      return out;
    } catch (IOException e) {
      throw new KvFailed("dcore " + words[0] + " cannot be run: " + e.getMessage(), e);
    }
  }

  /// Of a process, see proc_pid_cmdline(5).
  private static List<String> words(long pid) throws KvFailed {
    try {
      String all = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
      List<String> words = new ArrayList<>(ENVIRONMENT);
      Stream.of(all.split("\0", -1)).filter(word -> !word.isEmpty()).forEach(words::add);
      return words;
    } catch (IOException e) {
      throw new KvFailed("this is not Linux, which shows processes in /proc", e);
    }
  }

  private List<String> voters() throws KvFailed {
    try {
      Object voters =
          JSON.std.mapFrom(Files.readString(home().resolve("cluster.json"))).get("voters");
      return ((List<?>) Objects.requireNonNullElse(voters, List.of()))
          .stream().map(String::valueOf).toList();
    } catch (IOException e) {
      throw new KvFailed("the cluster's voters are not recorded: " + e.getMessage(), e);
    }
  }

  private Map<String, Object> group(int node) throws KvFailed, InterruptedException {
    Agent agent = agents.get(node);
    try {
      String token = AdminToken.load(home().resolve(agent.name).resolve(AdminToken.FILE)).value();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + agent.admin + "/v1/group"))
              .header("Authorization", "Bearer " + token)
              .timeout(ANSWER_MAX)
              .build();
      return parse(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new KvFailed(agent.name + " does not answer: " + e, e);
    }
  }

  private static Map<String, Object> parse(String json) throws KvFailed {
    try {
      return JSON.std.mapFrom(json);
    } catch (IOException e) {
      throw new KvFailed("\"" + json.strip() + "\" is not JSON", e);
    }
  }
}
