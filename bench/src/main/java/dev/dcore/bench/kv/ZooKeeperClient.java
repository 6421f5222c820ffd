package dev.dcore.bench.kv;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/// ZooKeeper's own client, one session. A read is a `sync` and a read after it, which is what comes
/// closest to linearizable there.
final class ZooKeeperClient implements KvClient {
  private static final int SESSION_MILLIS = 10_000;
  private static final int ANY_VERSION = -1;

  private static final byte[] NOTHING = {};

  private final ZooKeeper session;

  ZooKeeperClient(List<String> servers) throws IOException {
    this.session = new ZooKeeper(String.join(",", servers), SESSION_MILLIS, _ -> {});
  }

  @Override
  public CompletableFuture<?> put(String key, byte[] value) {
    CompletableFuture<byte[]> done = new CompletableFuture<>();
    String path = "/" + key;
    session.setData(
        path,
        value,
        ANY_VERSION,
        (code, _, _, _) -> {
          if (code == Code.NONODE.intValue()) {
            create(path, value, done);
          } else {
            complete(done, code, path, NOTHING);
          }
        },
        null);
    return done;
  }

  @Override
  public CompletableFuture<byte[]> get(String key) {
    CompletableFuture<byte[]> done = new CompletableFuture<>();
    String path = "/" + key;
    // A session's requests are answered in order, so the read need not wait for the sync.
    session.sync(path, (_, _, _) -> {}, null);
    AsyncCallback.DataCallback read =
        (code, _, _, data, _) ->
            complete(
                done,
                code == Code.NONODE.intValue() ? Code.OK.intValue() : code,
                path,
                data == null ? NOTHING : data);
    session.getData(path, false, read, null);
    return done;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void create(String path, byte[] value, CompletableFuture<byte[]> done) {
    AsyncCallback.StringCallback created = (code, _, _, _) -> complete(done, code, path, NOTHING);
    session.create(path, value, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, created, null);
  }

  private static void complete(
      CompletableFuture<byte[]> done, int code, String path, byte[] value) {
    if (code == Code.OK.intValue()) {
      done.complete(value);
    } else {
      done.completeExceptionally(KeeperException.create(Code.get(code), path));
    }
  }
}
