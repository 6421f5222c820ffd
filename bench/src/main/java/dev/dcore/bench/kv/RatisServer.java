package dev.dcore.bench.kv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/// A node of Ratis with its defaults, which sync the log before an entry is acknowledged; only
/// reads are set to be linearizable.
///
/// ```
/// leader    whether it leads
/// syncs     how often it has synced a file
/// ```
public final class RatisServer {
  private static final RaftGroupId GROUP =
      RaftGroupId.valueOf(UUID.fromString("02511d47-d67c-49a3-9011-abb3109a44c1"));

  private RatisServer() {}

  /// @param servers host and port of each, in the order of their numbers
  static RaftGroup group(List<String> servers) {
    return RaftGroup.valueOf(
        GROUP,
        IntStream.range(0, servers.size())
            .mapToObj(
                node ->
                    RaftPeer.newBuilder().setId("n" + node).setAddress(servers.get(node)).build())
            .toList());
  }

  /// @param arguments the data's directory, the number of this one, and all servers
  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    int node = Integer.parseInt(arguments[1]);
    List<String> servers = List.of(Arrays.copyOfRange(arguments, 2, arguments.length));
    FileSyncs syncs = FileSyncs.counted();
    RaftProperties properties = new RaftProperties();
    RaftServerConfigKeys.setStorageDir(properties, List.of(data.toFile()));
    RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
    GrpcConfigKeys.Server.setPort(
        properties, Integer.parseInt(servers.get(node).replaceFirst(".*:", "")));
    RaftServer server =
        RaftServer.newBuilder()
            .setGroup(group(servers))
            .setProperties(properties)
            .setServerId(RaftPeerId.valueOf("n" + node))
            .setStateMachine(new Machine())
            .setOption(RaftStorage.StartupOption.RECOVER)
            .build();
    server.start();
    KvProcess.serve(
        line ->
            switch (line) {
              case "leader" -> String.valueOf(server.getDivision(GROUP).getInfo().isLeader());
              case "syncs" -> String.valueOf(syncs.count());
              default -> "error: what is " + line + "?";
            });
  }

  private static final class Machine extends BaseStateMachine {
    private final KvBytes values = new KvBytes();

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
      LogEntryProto entry = transaction.getLogEntry();
      values.apply(entry.getStateMachineLogEntry().getLogData().toByteArray());
      updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
      return CompletableFuture.completedFuture(Message.EMPTY);
    }

    @Override
    public CompletableFuture<Message> query(Message request) {
      byte[] value = values.read(request.getContent().toByteArray());
      return CompletableFuture.completedFuture(Message.valueOf(ByteString.copyFrom(value)));
    }
  }
}
