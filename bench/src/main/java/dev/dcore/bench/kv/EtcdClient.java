package dev.dcore.bench.kv;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// jetcd. Reads are linearizable, as they are by default.
final class EtcdClient implements KvClient {
  private final Client client;
  private final KV kv;

  EtcdClient(List<String> servers) {
    this.client = Client.builder().endpoints(servers.toArray(String[]::new)).build();
    this.kv = client.getKVClient();
  }

  @Override
  public CompletableFuture<?> put(String key, byte[] value) {
    return kv.put(bytes(key), ByteSequence.from(value));
  }

  @Override
  public CompletableFuture<byte[]> get(String key) {
    return kv.get(bytes(key))
        .thenApply(
            answer ->
                answer.getKvs().stream()
                    .findFirst()
                    .map(KeyValue::getValue)
                    .map(ByteSequence::getBytes)
                    .orElse(new byte[0]));
  }

  @Override
  public void close() {
    client.close();
  }

  private static ByteSequence bytes(String key) {
    return ByteSequence.from(key, StandardCharsets.US_ASCII);
  }
}
