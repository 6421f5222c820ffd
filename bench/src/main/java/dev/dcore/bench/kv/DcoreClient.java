package dev.dcore.bench.kv;

import dev.dcore.kernel.store.KvItem;
import dev.dcore.node.KeyValues;
import dev.dcore.node.Node;
import dev.dcore.node.NodeFailed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A node of ours that is a client of the group and holds nothing of it. Reads are linearizable.
final class DcoreClient implements KvClient {
  private static final byte[] NOTHING = {};

  private final Node node;
  private final KeyValues keyValues;

  /// @param servers a directory of its own, addresses, an equals sign, and the ids of the voters
  DcoreClient(List<String> servers) throws NodeFailed, InterruptedException {
    int split = servers.indexOf(DcoreSystem.VOTERS);
    this.node =
        Node.builder()
            .name("load-" + ProcessHandle.current().pid())
            .seeds(servers.subList(1, split).toArray(String[]::new))
            .dataDirectory(Path.of(servers.getFirst()))
            .clientOf(servers.subList(split + 1, servers.size()).toArray(String[]::new))
            .start();
    this.keyValues = node.group().orElseThrow().keyValues();
  }

  @Override
  public CompletableFuture<?> put(String key, byte[] value) {
    return keyValues.put(bytes(key), value);
  }

  @Override
  public CompletableFuture<byte[]> get(String key) {
    return keyValues.get(bytes(key)).thenApply(found -> found.map(KvItem::value).orElse(NOTHING));
  }

  @Override
  public void close() {
    node.close();
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.US_ASCII);
  }
}
