package dev.dcore.bench.kv;

import java.util.List;
import java.util.Locale;

/// The stores that are measured beside each other.
public enum KvKind {
  DCORE("ours"),
  ETCD("etcd"),
  ZOOKEEPER("ZooKeeper"),
  RATIS("Ratis"),
  JRAFT("SOFAJRaft");

  private final String title;

  KvKind(String title) {
    this.title = title;
  }

  /// For people.
  public String title() {
    return title;
  }

  /// On the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Three processes that do not run yet.
  public KvSystem system(KvPlace place) throws KvFailed {
    return switch (this) {
      case DCORE -> new DcoreSystem(place);
      case ETCD -> new EtcdSystem(place);
      case ZOOKEEPER -> new ZooKeeperSystem(place);
      case RATIS, JRAFT -> new PeerSystem(place, this);
    };
  }

  /// @param servers where they answer clients, the leader first
  KvClient client(List<String> servers) throws Exception {
    return switch (this) {
      case DCORE -> new DcoreClient(servers);
      case ETCD -> new EtcdClient(servers);
      case ZOOKEEPER -> new ZooKeeperClient(servers);
      case RATIS -> new RatisClient(servers);
      case JRAFT -> new JraftClient(servers);
    };
  }
}
