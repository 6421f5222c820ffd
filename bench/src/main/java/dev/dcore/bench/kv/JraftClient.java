package dev.dcore.bench.kv;

import com.alipay.sofa.jraft.RouteTable;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.CliOptions;
import com.alipay.sofa.jraft.rpc.impl.cli.CliClientServiceImpl;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/// SOFAJRaft's own RPC, to the leader that its routing table knows.
final class JraftClient implements KvClient {
  private static final int ANSWER_MILLIS_MAX = 5_000;
  private static final int LEADER_MILLIS_MAX = 1_000;

  private final CliClientServiceImpl service = new CliClientServiceImpl();
  private final RouteTable routes = RouteTable.getInstance();

  JraftClient(List<String> servers) throws InterruptedException, TimeoutException {
    service.init(new CliOptions());
    routes.updateConfiguration(JraftServer.GROUP, JraftServer.configuration(servers));
    routes.refreshLeader(service, JraftServer.GROUP, LEADER_MILLIS_MAX);
  }

  @Override
  public CompletableFuture<?> put(String key, byte[] value) {
    return ask(new JraftServer.Request(true, KvBytes.put(key, value)));
  }

  @Override
  public CompletableFuture<byte[]> get(String key) {
    return ask(new JraftServer.Request(false, KvBytes.get(key)));
  }

  @Override
  public void close() {
    service.shutdown();
  }

  private CompletableFuture<byte[]> ask(JraftServer.Request request) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    PeerId leader = routes.selectLeader(JraftServer.GROUP);
    try {
      service
          .getRpcClient()
          .invokeAsync(
              leader.getEndpoint(),
              request,
              (result, failure) -> {
                if (failure != null) {
                  answer.completeExceptionally(failure);
                } else if (result instanceof JraftServer.Response response
                    && response.error().isEmpty()) {
                  answer.complete(response.bytes());
                } else {
                  answer.completeExceptionally(
                      new IOException(
                          result instanceof JraftServer.Response response
                              ? response.error()
                              : String.valueOf(result)));
                }
              },
              ANSWER_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.completeExceptionally(e);
    } catch (RemotingException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }
}
