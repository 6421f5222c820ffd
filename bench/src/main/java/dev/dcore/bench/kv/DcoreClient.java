package dev.dcore.bench.kv;

import dev.dcore.kernel.store.KvItem;
import dev.dcore.node.KeyValues;
import dev.dcore.node.Node;
import dev.dcore.node.NodeFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A node of ours that is a client of the group and holds nothing of it. Reads are linearizable.
final class DcoreClient implements KvClient {
  private static final byte[] NOTHING = {};

  private final Node node;
  private final KeyValues keyValues;

  /// @param servers addresses, an equals sign, and then the ids of the voters
  DcoreClient(List<String> servers) throws IOException, NodeFailed, InterruptedException {
    int split = servers.indexOf(DcoreSystem.VOTERS);
    this.node =
        Node.builder()
            .name("load-" + ProcessHandle.current().pid())
            .seeds(servers.subList(0, split).toArray(String[]::new))
            .dataDirectory(Files.createTempDirectory("dcore-load"))
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
