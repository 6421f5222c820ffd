package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.consensus.RaftEffect;
import dev.dcore.kernel.consensus.RaftMessage;
import dev.dcore.kernel.consensus.RaftMessages;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.messaging.Outcome;
import dev.dcore.kernel.messaging.RequestsEffect;
import dev.dcore.kernel.messaging.RequestsInput;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.store.Applied;
import dev.dcore.kernel.store.ClientInput;
import dev.dcore.kernel.store.ReadLevel;
import dev.dcore.kernel.transport.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The seam between a node and its replica of a consensus group: members are known by membership,
/// which says where an id is to be found, and hints at who is gone.
final class Grouping {
  private final NodeConfig config;
  private final Ports ports;
  private final Swim swim;
  private final Wire wire;
  private final Choices choices;
  private final Consumer<Delivery> deliver;
  private final Consumer<TraceEvent> trace;
  private final Map<Address, NodeId> byAddress = new LinkedHashMap<>();
  private final Map<NodeId, Address> byId = new LinkedHashMap<>();
  private final LongSupplier tickets;
  private final Consumer<RequestsInput> toRequests;
  private @Nullable GroupReplica replica;
  private @Nullable GroupCalls calls;
  private final LongSupplier clock;

  /// @param tickets of requests, unlike those of all others of this node
  Grouping(
      NodeConfig config,
      LongSupplier clock,
      Ports ports,
      Swim swim,
      Wire wire,
      Choices choices,
      LongSupplier tickets,
      Consumer<RequestsInput> toRequests,
      Consumer<Delivery> deliver,
      Consumer<TraceEvent> trace) {
    this.config = config;
    this.clock = clock;
    this.ports = ports;
    this.swim = swim;
    this.wire = wire;
    this.choices = choices;
    this.tickets = tickets;
    this.toRequests = toRequests;
    this.deliver = deliver;
    this.trace = trace;
    wire.add(
        new Wire.Family<>(
            RaftMessages.TABLE,
            _ -> false,
            _ -> true,
            (sender, _, message) -> onReceived(sender, message)));
  }

  void start(NodeIdentity own) {
    GroupConfig configured = config.group();
    if (configured == null) {
      return;
    }
    GroupConfig group = configured.of(own.id());
    GroupCalls begun =
        new GroupCalls(
            own.id(), group.replica(), choices, tickets, this::addressOf, new CallRoutes());
    calls = begun;
    begun.nodes(now(), group.voters());
    if (!group.replica()) {
      return;
    }
    GroupReplica opened =
        new GroupReplica(
            ports.disk(),
            new MemoryBytes(),
            group.machine(),
            own.id(),
            config.cluster(),
            group,
            choices,
            new Heard());
    replica = opened;
    opened.open(now());
  }

  void onCommand(Command.OfGroup command) {
    switch (command) {
      case Command.UseGroup(long ticket, GroupRequest request) -> request(ticket, request);
      case Command.Submit(long ticket, byte[] body, long timeout) ->
          toClient(ticket, new ClientInput.Submit(ticket, body, timeout));
      case Command.Ask(long ticket, byte[] query, ReadLevel level, long timeout) ->
          toClient(ticket, new ClientInput.Ask(ticket, query, level, timeout));
      case Command.AskLeader(long ticket, byte[] question, long timeout) ->
          toClient(ticket, new ClientInput.AskLeader(ticket, question, timeout));
    }
  }

  private void toClient(long ticket, ClientInput input) {
    if (calls == null) {
      deliver.accept(new Delivery.Completed(ticket, new Outcome.Rejected(absent())));
    } else {
      calls.toClient(now(), input);
    }
  }

  /// Another node's client asks this replica.
  void onServe(RequestsEffect.Serve serve) {
    GroupCalls begun = calls;
    if (begun == null) {
      toRequests.accept(new RequestsInput.Answered(serve.caller(), new Outcome.Rejected(absent())));
    } else {
      begun.onServe(serve);
    }
  }

  /// A request ended, perhaps one of this node's client.
  void onCompleted(long ticket, Outcome outcome) {
    if (calls != null) {
      calls.onCompleted(now(), ticket, outcome);
    }
  }

  private void onReceived(NodeId from, RaftMessage message) {
    if (replica != null) {
      replica.received(now(), from, message);
    }
  }

  void onStreamLost(Address to) {
    NodeId peer = byAddress.get(to);
    if (replica != null && peer != null) {
      replica.disconnected(now(), peer);
    }
  }

  void onMemberChanged(MemberEvent event) {
    if (replica == null) {
      return;
    }
    switch (event.kind()) {
      case DIED, LEFT, RESTARTED -> replica.gone(now(), event.member().id());
      case JOINED, SUSPECTED, REFUTED, REVIVED, UPDATED, REAPED, REPLACED -> {}
    }
  }

  boolean owns(DiskEvent event) {
    return replica != null && replica.owns(event);
  }

  void onDisk(DiskEvent event) {
    if (replica != null) {
      replica.onDisk(now(), event);
    }
  }

  long deadlineNanos() {
    long clients = calls == null ? Long.MAX_VALUE : calls.deadlineNanos();
    return replica == null ? clients : Math.min(clients, replica.deadlineNanos());
  }

  void onWoken() {
    if (replica != null) {
      replica.onWoken(now());
    }
    if (calls != null) {
      calls.onWoken(now());
    }
  }

  private String absent() {
    return config.group() == null
        ? "this node belongs to no group"
        : calls == null ? "the node has not started yet" : "this node has no replica of its group";
  }

  private long now() {
    return clock.getAsLong();
  }

  private void request(long ticket, GroupRequest request) {
    if (replica == null) {
      answered(ticket, new GroupAnswer.NotLeader(absent(), null));
    } else {
      replica.request(now(), ticket, request);
    }
  }

  private void answered(long ticket, GroupAnswer answer) {
    if (calls == null || !calls.onReplicaAnswered(now(), ticket, answer)) {
      deliver.accept(new Delivery.GroupAnswered(ticket, answer));
    }
  }

  /// Where a node is found now, or was last.
  private @Nullable Address addressOf(NodeId id) {
    Member member = swim.member(id);
    if (member == null) {
      return byId.get(id);
    }
    Address address = member.address();
    Address known = byId.put(id, address);
    if (!address.equals(known)) {
      byAddress.put(address, id);
    }
    return address;
  }

  private final class Heard implements GroupReplica.Outputs {
    @Override
    public void send(NodeId to, RaftMessage message) {
      Address address = addressOf(to);
      if (address != null) {
        wire.stream(address, 0, RaftMessages.TABLE, message);
      }
    }

    @Override
    public void answer(long ticket, GroupAnswer answer) {
      answered(ticket, answer);
    }

    @Override
    public void trace(TraceEvent event) {
      trace.accept(event);
    }

    @Override
    public void applied(Applied applied) {}

    @Override
    public void roleChanged(RaftEffect.RoleChanged role) {
      deliver.accept(new Delivery.LeaderChanged(role.role(), role.term(), role.leader()));
      if (calls != null && role.leader() != null) {
        calls.toClient(now(), new ClientInput.Leader(role.leader()));
      }
    }
  }

  private final class CallRoutes implements GroupCalls.Routes {
    @Override
    public void toRequests(RequestsInput input) {
      toRequests.accept(input);
    }

    @Override
    public void toReplica(long ticket, GroupRequest request) {
      request(ticket, request);
    }

    @Override
    public void deliver(Delivery delivery) {
      deliver.accept(delivery);
    }
  }
}
