package dev.dcore.bench.kv;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.util.Describer;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A node of SOFAJRaft with its defaults, which sync its log of RocksDB before an entry is
/// acknowledged. It answers clients over its own RPC.
///
/// ```
/// leader    whether it leads
/// syncs     how often RocksDB has synced its log
/// ```
public final class JraftServer {
  static final String GROUP = "kv";

  private static final Pattern SYNCED = Pattern.compile("rocksdb\\.wal\\.synced COUNT : (\\d+)");

  private JraftServer() {}

  /// What a client sends; a class, since this RPC's serialization knows no records.
  ///
  /// @see KvBytes
  public static final class Request implements Serializable {
    private static final long serialVersionUID = 1;

    private final boolean write;
    private final byte[] bytes;

    Request(boolean write, byte[] bytes) {
      this.write = write;
      this.bytes = bytes;
    }
  }

  /// What comes back.
  public static final class Response implements Serializable {
    private static final long serialVersionUID = 1;

    private final String error;
    private final byte[] bytes;

    Response(String error, byte[] bytes) {
      this.error = error;
      this.bytes = bytes;
    }

    /// Nothing when it succeeded.
    String error() {
      return error;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /// @param servers host and port of each
  static Configuration configuration(List<String> servers) {
    return new Configuration(servers.stream().map(PeerId::parsePeer).toList());
  }

  /// @param arguments the data's directory, the number of this one, and all servers
  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    Files.createDirectories(data);
    List<String> servers = List.of(Arrays.copyOfRange(arguments, 2, arguments.length));
    PeerId self = PeerId.parsePeer(servers.get(Integer.parseInt(arguments[1])));
    Machine machine = new Machine();
    NodeOptions options = new NodeOptions();
    options.setInitialConf(configuration(servers));
    options.setFsm(machine);
    options.setLogUri(data.resolve("log").toString());
    options.setRaftMetaUri(data.resolve("meta").toString());
    RpcServer rpc = RaftRpcServerFactory.createRaftRpcServer(self.getEndpoint());
    RaftGroupService service = new RaftGroupService(GROUP, self, options, rpc);
    rpc.registerProcessor(new Requests(machine, service));
    Node node = service.start();
    KvProcess.serve(
        line ->
            switch (line) {
              case "leader" -> String.valueOf(node.isLeader());
              case "syncs" -> syncs(node);
              default -> "error: what is " + line + "?";
            });
  }

  private static String syncs(Node node) {
    StringBuilder said = new StringBuilder();
    node.describe(
        new Describer.Printer() {
          @Override
          public Describer.Printer print(Object x) {
            said.append(x);
            return this;
          }

          @Override
          public Describer.Printer println(Object x) {
            said.append(x).append('\n');
            return this;
          }
        });
    Matcher synced = SYNCED.matcher(said);
    return synced.find() ? synced.group(1) : "error: RocksDB says nothing of its syncs";
  }

  private static final class Machine extends StateMachineAdapter {
    private final KvBytes values = new KvBytes();

    @Override
    public void onApply(Iterator entries) {
      while (entries.hasNext()) {
        ByteBuffer data = entries.getData();
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        values.apply(bytes);
        Closure done = entries.done();
        if (done != null) {
          done.run(Status.OK());
        }
        entries.next();
      }
    }
  }

  private static final class Requests implements RpcProcessor<Request> {
    private static final byte[] NOTHING = {};

    private final Machine machine;
    private final RaftGroupService service;

    Requests(Machine machine, RaftGroupService service) {
      this.machine = machine;
      this.service = service;
    }

    @Override
    public void handleRequest(RpcContext context, Request request) {
      Node node = service.getRaftNode();
      if (request.write) {
        Closure done = status -> context.sendResponse(response(status, NOTHING));
        node.apply(new Task(ByteBuffer.wrap(request.bytes), done));
      } else {
        node.readIndex(
            NOTHING,
            new ReadIndexClosure() {
              @Override
              public void run(Status status, long index, byte[] of) {
                context.sendResponse(
                    response(status, status.isOk() ? machine.values.read(request.bytes) : NOTHING));
              }
            });
      }
    }

    @Override
    public String interest() {
      return Request.class.getName();
    }

    private static Response response(Status status, byte[] bytes) {
      return new Response(status.isOk() ? "" : status.toString(), bytes);
    }
  }
}
