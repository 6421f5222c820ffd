package dev.dcore.bench.kv;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Debian's `etcd-server` with its defaults.
public final class EtcdSystem implements KvSystem {
  /// The default of 3.4, named since it decides how much a restart replays.
  private static final int SNAPSHOT_COUNT = 100_000;

  private static final String COMMAND = "etcd";
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private final KvPlace place;
  private final List<Integer> clientPorts;
  private final List<Integer> peerPorts;
  private final String cluster;
  private final String version;
  private final KvNodes nodes;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();

  /// @throws KvFailed when there is no etcd on this machine
  public EtcdSystem(KvPlace place) throws KvFailed {
    this.place = place;
    this.version = versionOf(COMMAND);
    List<Integer> ports = KvPlace.freePorts(2 * NODES);
    this.clientPorts = ports.subList(0, NODES);
    this.peerPorts = ports.subList(NODES, 2 * NODES);
    this.cluster =
        IntStream.range(0, NODES)
            .mapToObj(node -> "n" + node + "=" + url(peerPorts, node))
            .collect(Collectors.joining(","));
    this.nodes = new KvNodes(place, KvKind.ETCD, this::command);
  }

  @Override
  public KvKind kind() {
    return KvKind.ETCD;
  }

  @Override
  public String version() throws KvFailed {
    return version
        + ", --snapshot-count "
        + SNAPSHOT_COUNT
        + ", jetcd "
        + place.versionOf("jetcd-core");
  }

  @Override
  public String syncsCountedBy() {
    return "its metrics: wal_fsync + 2 × backend_commit (bbolt syncs pages, then the meta page)";
  }

  @Override
  public void start() throws KvFailed, InterruptedException {
    nodes.start();
    Awaited.await(
        "a leader of etcd",
        nodes,
        () -> {
          int leaders = 0;
          for (int node = 0; node < NODES; node++) {
            String metrics = metrics(node);
            if (metric(metrics, "etcd_server_has_leader") == 0) {
              return false;
            }
            leaders += (int) metric(metrics, "etcd_server_is_leader");
          }
          return leaders == 1;
        });
  }

  @Override
  public int leader() throws KvFailed, InterruptedException {
    for (int node = 0; node < NODES; node++) {
      if (nodes.runs(node) && metric(metrics(node), "etcd_server_is_leader") == 1) {
        return node;
      }
    }
    throw new KvFailed("etcd has no leader");
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
    String metrics = metrics(node);
    return (long)
        (metric(metrics, "etcd_disk_wal_fsync_duration_seconds_count")
            + 2 * metric(metrics, "etcd_disk_backend_commit_duration_seconds_count"));
  }

  @Override
  public KvLoader loader(List<Integer> servers) throws KvFailed {
    List<String> urls = servers.stream().map(node -> url(clientPorts, node)).toList();
    return new KvLoader(
        KvProcess.start(
            "the load of etcd", place.loader(KvKind.ETCD, urls), place.said(KvKind.ETCD, "load")));
  }

  @Override
  public void close() {
    nodes.close();
    http.close();
  }

  private List<String> command(int node) {
    String client = url(clientPorts, node);
    String peer = url(peerPorts, node);
    List<String> command = new ArrayList<>(List.of(COMMAND, "--name", "n" + node));
    command.addAll(List.of("--data-dir", place.data(KvKind.ETCD, node).toString()));
    command.addAll(List.of("--listen-client-urls", client, "--advertise-client-urls", client));
    command.addAll(List.of("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer));
    command.addAll(List.of("--initial-cluster", cluster, "--initial-cluster-state", "new"));
    command.addAll(List.of("--snapshot-count", String.valueOf(SNAPSHOT_COUNT)));
    command.addAll(List.of("--logger", "zap", "--log-level", "error"));
    return command;
  }

  private static String url(List<Integer> ports, int node) {
    return "http://" + KvPlace.HOST + ":" + ports.get(node);
  }

  private String metrics(int node) throws KvFailed, InterruptedException {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(url(clientPorts, node) + "/metrics"))
                  .timeout(ANSWER_MAX)
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new KvFailed("etcd n" + node + " does not answer: " + e, e);
    }
  }

  static double metric(String metrics, String name) throws KvFailed {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new KvFailed("etcd has no metric " + name));
  }

  private static String versionOf(String command) throws KvFailed {
    try {
      Process process = new ProcessBuilder(command, "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines().findFirst().orElse("").replace("etcd Version:", "etcd");
    } catch (IOException e) {
      throw new KvFailed("the command `etcd` is missing: install the package etcd-server", e);
    }
  }
}
