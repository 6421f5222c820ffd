package dev.dcore.bench.kv;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/// Ratis' own client, ordered and asynchronous, over gRPC.
final class RatisClient implements KvClient {
  /// The default of 100 would hold back a load of 1,000.
  private static final int OUTSTANDING_MAX = 4_096;

  private final RaftClient client;

  RatisClient(List<String> servers) {
    RaftProperties properties = new RaftProperties();
    RaftClientConfigKeys.Async.setOutstandingRequestsMax(properties, OUTSTANDING_MAX);
    this.client =
        RaftClient.newBuilder()
            .setProperties(properties)
            .setRaftGroup(RatisServer.group(servers))
            .build();
  }

  @Override
  public CompletableFuture<?> put(String key, byte[] value) {
    return client
        .async()
        .send(message(KvBytes.put(key, value)))
        .thenCompose(RatisClient::succeeded);
  }

  @Override
  public CompletableFuture<byte[]> get(String key) {
    return client
        .async()
        .sendReadOnly(message(KvBytes.get(key)))
        .thenCompose(RatisClient::succeeded)
        .thenApply(reply -> reply.getMessage().getContent().toByteArray());
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new IllegalStateException("the client does not close", e);
    }
  }

  private static Message message(byte[] bytes) {
    return Message.valueOf(ByteString.copyFrom(bytes));
  }

  private static CompletableFuture<RaftClientReply> succeeded(RaftClientReply reply) {
    return reply.isSuccess()
        ? CompletableFuture.completedFuture(reply)
        : CompletableFuture.failedFuture(new IOException(String.valueOf(reply.getException())));
  }
}
