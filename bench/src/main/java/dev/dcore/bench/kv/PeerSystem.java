package dev.dcore.bench.kv;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Ratis or SOFAJRaft: a library, in servers of ours that can be asked.
public final class PeerSystem implements KvSystem {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private final KvPlace place;
  private final KvKind kind;
  private final List<String> servers;
  private final KvNodes nodes;

  /// @param kind [KvKind#RATIS] or [KvKind#JRAFT]
  public PeerSystem(KvPlace place, KvKind kind) throws KvFailed {
    this.place = place;
    this.kind = kind;
    this.servers =
        KvPlace.freePorts(NODES).stream().map(port -> KvPlace.HOST + ":" + port).toList();
    this.nodes = new KvNodes(place, kind, this::command);
  }

  @Override
  public KvKind kind() {
    return kind;
  }

  @Override
  public String version() throws KvFailed {
    return kind == KvKind.RATIS
        ? "Ratis " + place.versionOf("ratis-server") + " over gRPC, a map as its state"
        : "SOFAJRaft " + place.versionOf("jraft-core") + " with sync=true, a map as its state";
  }

  @Override
  public String syncsCountedBy() {
    return kind == KvKind.RATIS
        ? FileSyncs.HOW
        : "RocksDB's ticker rocksdb.wal.synced in each server";
  }

  @Override
  public void start() throws KvFailed, InterruptedException {
    nodes.start();
    Awaited.await(
        "a leader of " + kind.title(),
        nodes,
        () -> {
          int leaders = 0;
          for (int node = 0; node < NODES; node++) {
            leaders += leads(node) ? 1 : 0;
          }
          return leaders == 1;
        });
  }

  @Override
  public int leader() throws KvFailed, InterruptedException {
    for (int node = 0; node < NODES; node++) {
      if (nodes.runs(node) && leads(node)) {
        return node;
      }
    }
    throw new KvFailed(kind.title() + " has no leader");
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
    return Long.parseLong(nodes.get(node).ask("syncs", ANSWER_MAX));
  }

  /// These clients need to know all servers, and go to the leader.
  @Override
  public KvLoader loader(List<Integer> known) throws KvFailed {
    return new KvLoader(
        KvProcess.start(
            "the load of " + kind.title(), place.loader(kind, servers), place.said(kind, "load")));
  }

  @Override
  public void close() {
    nodes.close();
  }

  private boolean leads(int node) throws KvFailed, InterruptedException {
    return nodes.get(node).ask("leader", ANSWER_MAX).equals("true");
  }

  private List<String> command(int node) throws KvFailed {
    List<String> arguments = new ArrayList<>();
    arguments.add(place.data(kind, node).toString());
    arguments.add(String.valueOf(node));
    arguments.addAll(servers);
    String main = kind == KvKind.RATIS ? "RatisServer" : "JraftServer";
    return place.peer(KvPlace.class.getPackageName() + "." + main, arguments);
  }
}
