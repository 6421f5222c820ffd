package dev.dcore.bench.kv;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// ZooKeeper's own server main, with the settings of its sample configuration.
public final class ZooKeeperSystem implements KvSystem {
  private static final int ANSWER_MILLIS_MAX = 5_000;

  private final KvPlace place;
  private final List<Integer> ports;
  private final KvNodes nodes;

  public ZooKeeperSystem(KvPlace place) throws KvFailed {
    this.place = place;
    this.ports = KvPlace.freePorts(3 * NODES);
    this.nodes = new KvNodes(place, KvKind.ZOOKEEPER, this::command);
  }

  @Override
  public KvKind kind() {
    return KvKind.ZOOKEEPER;
  }

  @Override
  public String version() throws KvFailed {
    return "ZooKeeper " + place.versionOf("zookeeper") + ", forceSync yes, snapCount 100000";
  }

  @Override
  public String syncsCountedBy() {
    return "its metric fsynctime, one for each sync of its log";
  }

  @Override
  public void start() throws KvFailed, InterruptedException {
    nodes.start();
    Awaited.await(
        "a leader of ZooKeeper",
        nodes,
        () -> {
          int leaders = 0;
          for (int node = 0; node < NODES; node++) {
            String state = value(node, "zk_server_state");
            leaders += state.equals("leader") ? 1 : 0;
            if (!state.equals("leader") && !state.equals("follower")) {
              return false;
            }
          }
          return leaders == 1;
        });
  }

  @Override
  public int leader() throws KvFailed {
    for (int node = 0; node < NODES; node++) {
      if (nodes.runs(node) && value(node, "zk_server_state").equals("leader")) {
        return node;
      }
    }
    throw new KvFailed("ZooKeeper has no leader");
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
  public long syncs(int node) throws KvFailed {
    return Math.round(Double.parseDouble(value(node, "zk_cnt_fsynctime")));
  }

  @Override
  public KvLoader loader(List<Integer> servers) throws KvFailed {
    List<String> addresses =
        servers.stream().map(node -> KvPlace.HOST + ":" + clientPort(node)).toList();
    return new KvLoader(
        KvProcess.start(
            "the load of ZooKeeper",
            place.loader(KvKind.ZOOKEEPER, addresses),
            place.said(KvKind.ZOOKEEPER, "load")));
  }

  @Override
  public void close() {
    nodes.close();
  }

  private int clientPort(int node) {
    return ports.get(node);
  }

  private List<String> command(int node) throws KvFailed {
    Path data = place.data(KvKind.ZOOKEEPER, node);
    Path configuration = data.resolve("zoo.cfg");
    try {
      Files.createDirectories(data);
      Files.writeString(data.resolve("myid"), String.valueOf(node + 1));
      Files.writeString(configuration, configuration(node, data));
    } catch (IOException e) {
      throw new KvFailed(data + " cannot be written: " + e.getMessage(), e);
    }
    return place.peer(
        "org.apache.zookeeper.server.quorum.QuorumPeerMain", List.of(configuration.toString()));
  }

  private String configuration(int node, Path data) {
    StringBuilder text =
        new StringBuilder(
            """
            tickTime=2000
            initLimit=10
            syncLimit=5
            forceSync=yes
            admin.enableServer=false
            4lw.commands.whitelist=mntr
            """);
    text.append("dataDir=").append(data).append('\n');
    text.append("clientPortAddress=").append(KvPlace.HOST).append('\n');
    text.append("clientPort=").append(clientPort(node)).append('\n');
    for (int each = 0; each < NODES; each++) {
      text.append(
          "server.%d=%s:%d:%d%n"
              .formatted(
                  each + 1, KvPlace.HOST, ports.get(NODES + each), ports.get(2 * NODES + each)));
    }
    return text.toString();
  }

  /// Of one line of what the server says to `mntr`.
  private String value(int node, String name) throws KvFailed {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), clientPort(node)),
          ANSWER_MILLIS_MAX);
      socket.setSoTimeout(ANSWER_MILLIS_MAX);
      socket.getOutputStream().write("mntr".getBytes(StandardCharsets.US_ASCII));
      String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return said.lines()
          .filter(line -> line.startsWith(name + "\t"))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElseThrow(() -> new KvFailed("ZooKeeper says nothing of " + name));
    } catch (IOException e) {
      throw new KvFailed("ZooKeeper n" + node + " does not answer: " + e, e);
    }
  }
}
