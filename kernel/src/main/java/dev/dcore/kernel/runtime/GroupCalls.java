package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.messaging.Outcome;
import dev.dcore.kernel.messaging.RequestMessage;
import dev.dcore.kernel.messaging.RequestsEffect;
import dev.dcore.kernel.messaging.RequestsInput;
import dev.dcore.kernel.store.Applied;
import dev.dcore.kernel.store.Client;
import dev.dcore.kernel.store.ClientCall;
import dev.dcore.kernel.store.ClientEffect;
import dev.dcore.kernel.store.ClientInput;
import dev.dcore.kernel.store.ClientMessages;
import dev.dcore.kernel.store.ClientReply;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.MalformedFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Both ends of a call of the group: this node's client, whose calls go to other nodes as requests
/// or to this node's replica, and calls of other nodes to this replica.
final class GroupCalls {
  /// The subject under which a replica is asked.
  static final String SUBJECT = "group";

  /// Longer than a client waits before it asks again: its own clock decides.
  private static final long CALL_NANOS = Duration.ofSeconds(10).toNanos();

  /// Where calls go.
  interface Routes {
    void toRequests(RequestsInput input);

    void toReplica(long ticket, GroupRequest request);

    void deliver(Delivery delivery);
  }

  private final NodeId self;
  private final Client client;
  private final LongSupplier tickets;
  private final Function<NodeId, @Nullable Address> addresses;
  private final Routes routes;
  private final Map<Long, Long> remote = new LinkedHashMap<>();
  private final Map<Long, Long> local = new LinkedHashMap<>();
  private final Map<Long, RequestsEffect.Caller> served = new LinkedHashMap<>();
  private final Deque<ClientEffect> fromClient = new ArrayDeque<>();
  private long lastReplicaTicket;
  private long wakeAtNanos = Long.MAX_VALUE;
  private boolean heeding;

  /// @param replica whether this node has one
  /// @param tickets of requests, unlike those of all others of this node
  GroupCalls(
      NodeId self,
      boolean replica,
      Choices choices,
      LongSupplier tickets,
      Function<NodeId, @Nullable Address> addresses,
      Routes routes) {
    this.self = self;
    this.client = new Client(replica, choices);
    this.tickets = tickets;
    this.addresses = addresses;
    this.routes = routes;
  }

  void toClient(long nowNanos, ClientInput input) {
    client.step(nowNanos, input, fromClient::add);
    heed(nowNanos);
  }

  long deadlineNanos() {
    return wakeAtNanos;
  }

  void onWoken(long nowNanos) {
    if (nowNanos >= wakeAtNanos) {
      wakeAtNanos = Long.MAX_VALUE;
      toClient(nowNanos, new ClientInput.Wake());
    }
  }

  /// Another node's client asks this replica.
  void onServe(RequestsEffect.Serve serve) {
    ClientCall call;
    try {
      call = ClientMessages.CALLS.decode(serve.body());
    } catch (MalformedFrame e) {
      routes.toRequests(
          new RequestsInput.Answered(serve.caller(), new Outcome.Rejected(e.reason())));
      return;
    }
    long ticket = --lastReplicaTicket;
    served.put(ticket, serve.caller());
    routes.toReplica(ticket, requestOf(call));
  }

  /// @return whether the ticket was of a call
  boolean onReplicaAnswered(long nowNanos, long ticket, GroupAnswer answer) {
    RequestsEffect.Caller caller = served.remove(ticket);
    if (caller != null) {
      byte[] body = ClientMessages.REPLIES.encode(replyOf(answer));
      byte[] fitting = fits(body) ? body : ClientMessages.REPLIES.encode(tooLarge(body));
      routes.toRequests(new RequestsInput.Answered(caller, new Outcome.Ok(fitting)));
      return true;
    }
    Long call = local.remove(ticket);
    if (call != null) {
      toClient(nowNanos, new ClientInput.Replied(call, replyOf(answer)));
      return true;
    }
    return false;
  }

  /// A request ended, perhaps one of this client's calls.
  void onCompleted(long nowNanos, long ticket, Outcome outcome) {
    Long call = remote.remove(ticket);
    if (call != null) {
      toClient(nowNanos, new ClientInput.Replied(call, replyOf(outcome)));
    }
  }

  private void heed(long nowNanos) {
    if (heeding) {
      return;
    }
    heeding = true;
    for (ClientEffect effect = fromClient.pollFirst();
        effect != null;
        effect = fromClient.pollFirst()) {
      carryOut(nowNanos, effect);
    }
    heeding = false;
  }

  private void carryOut(long nowNanos, ClientEffect effect) {
    switch (effect) {
      case ClientEffect.WakeAt(long nanos) -> wakeAtNanos = nanos;
      case ClientEffect.Completed(long ticket, Outcome outcome) ->
          routes.deliver(new Delivery.Completed(ticket, outcome));
      case ClientEffect.Call(long call, NodeId to, ClientCall what) -> {
        if (to.equals(NodeId.NONE) || to.equals(self)) {
          long ticket = --lastReplicaTicket;
          local.put(ticket, call);
          routes.toReplica(ticket, requestOf(what));
          return;
        }
        Address address = addresses.apply(to);
        if (address == null) {
          client.step(
              nowNanos,
              new ClientInput.Replied(
                  call, new ClientReply.NotLeader("the node is not known", NodeId.NONE)),
              fromClient::add);
          return;
        }
        byte[] body = ClientMessages.CALLS.encode(what);
        if (!fits(body)) {
          client.step(nowNanos, new ClientInput.Replied(call, tooLarge(body)), fromClient::add);
          return;
        }
        long ticket = tickets.getAsLong();
        remote.put(ticket, call);
        routes.toRequests(new RequestsInput.Call(ticket, to, address, SUBJECT, body, CALL_NANOS));
      }
    }
  }

  private static boolean fits(byte[] body) {
    return body.length <= RequestMessage.BODY_BYTES_MAX;
  }

  private static ClientReply tooLarge(byte[] body) {
    return new ClientReply.Rejected(
        body.length
            + " bytes are more than nodes send each other: "
            + RequestMessage.BODY_BYTES_MAX);
  }

  void nodes(long nowNanos, List<NodeId> known) {
    toClient(nowNanos, new ClientInput.Nodes(known));
  }

  private static GroupRequest requestOf(ClientCall call) {
    return switch (call) {
      case ClientCall.Write(byte[] entry) -> new GroupRequest.Write(entry);
      case ClientCall.Query(byte[] query, boolean linearizable) ->
          new GroupRequest.Query(query, linearizable);
      case ClientCall.AskLeader(byte[] question) -> new GroupRequest.AskLeader(question);
    };
  }

  private static ClientReply replyOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ok(byte[] body) -> {
        try {
          yield ClientMessages.REPLIES.decode(body);
        } catch (MalformedFrame e) {
          yield new ClientReply.Indeterminate(e.reason());
        }
      }
      // Nobody served it: the stream was full, or the other node has no replica.
      case Outcome.Rejected(String reason) -> new ClientReply.NotLeader(reason, NodeId.NONE);
      case Outcome.Indeterminate(String reason) -> new ClientReply.Indeterminate(reason);
    };
  }

  private static ClientReply replyOf(GroupAnswer answer) {
    return switch (answer) {
      case GroupAnswer.Written(Applied applied) -> replyOf(applied);
      case GroupAnswer.Answered(long position, byte[] result) ->
          new ClientReply.Done(position, result);
      case GroupAnswer.NotLeader(String reason, NodeId leader) ->
          new ClientReply.NotLeader(reason, leader == null ? NodeId.NONE : leader);
      case GroupAnswer.Rejected(String reason) -> new ClientReply.Rejected(reason);
      case GroupAnswer.Indeterminate(String reason) -> new ClientReply.Indeterminate(reason);
      case GroupAnswer.Status _,
          GroupAnswer.Snapshot _,
          GroupAnswer.Checkpointed _,
          GroupAnswer.Watching _,
          GroupAnswer.Noticed _,
          GroupAnswer.Done _ ->
          new ClientReply.Rejected("an answer to another question");
    };
  }

  private static ClientReply replyOf(Applied applied) {
    return switch (applied) {
      case Applied.Executed(long position, byte[] result, var _) ->
          new ClientReply.Done(position, result);
      case Applied.Repeated(long position, byte[] result) -> new ClientReply.Done(position, result);
      case Applied.Opened(long _, var session) -> new ClientReply.SessionOpened(session);
      case Applied.Rejected(long _, Applied.Rejection reason) ->
          new ClientReply.SessionRefused(reason);
      case Applied.Closed(long position) -> new ClientReply.Done(position, new byte[0]);
      case Applied.Ticked(long position) -> new ClientReply.Done(position, new byte[0]);
    };
  }
}
