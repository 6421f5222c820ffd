package dev.dcore.kernel.messaging;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// One request, one outcome. A request is sent once; when its target dies or its time is over it is
/// [Outcome.Indeterminate], because it may have been served.
public final class Requests implements Protocol<RequestsInput, RequestsEffect> {
  /// What one node waits for at once; a further call is rejected, so that a target that hangs
  /// cannot fill the heap.
  public static final int PENDING_MAX = 10_000;

  private static final int BOOT_SHIFT = 32;

  private record Pending(long id, long ticket, NodeId to, Address address) {}

  private final Address self;
  private final Map<Long, Pending> pending = new LinkedHashMap<>();
  private long nextId = 1;

  /// @param self where replies go
  public Requests(Address self) {
    this.self = self;
  }

  @Override
  public void step(long nowNanos, RequestsInput input, Effects<RequestsEffect> effects) {
    switch (input) {
      case RequestsInput.Start(long boot) -> nextId = (boot << BOOT_SHIFT) + 1;
      case RequestsInput.Call call -> onCall(nowNanos, call, effects);
      case RequestsInput.Received(NodeId sender, RequestMessage message) -> {
        switch (message) {
          case RequestMessage.Request request ->
              effects.add(
                  new RequestsEffect.Serve(
                      new RequestsEffect.Caller(request.replyTo(), request.id()),
                      sender,
                      request.subject(),
                      request.body()));
          case RequestMessage.Reply reply -> onReply(sender, reply, effects);
        }
      }
      case RequestsInput.Answered(RequestsEffect.Caller caller, Outcome outcome) ->
          effects.add(
              new RequestsEffect.SendStream(caller.replyTo(), 0, replyOf(caller.id(), outcome)));
      case RequestsInput.TimedOut(long id) ->
          complete(id, new Outcome.Indeterminate("no answer in time"), effects);
      case RequestsInput.MemberGone(NodeId member, String why) ->
          fail(each -> each.to.equals(member), why, effects);
      case RequestsInput.StreamFull(long id) ->
          complete(id, new Outcome.Rejected("the stream to the member is full"), effects);
      case RequestsInput.StreamClosed(Address to, String reason) ->
          fail(each -> each.address.equals(to), "the stream broke: " + reason, effects);
    }
  }

  private void onCall(long nowNanos, RequestsInput.Call call, Effects<RequestsEffect> effects) {
    if (pending.size() >= PENDING_MAX) {
      effects.add(
          new RequestsEffect.Completed(
              call.ticket(), new Outcome.Rejected(PENDING_MAX + " requests are pending")));
      return;
    }
    long id = nextId++;
    pending.put(id, new Pending(id, call.ticket(), call.to(), call.address()));
    effects.add(new RequestsEffect.SetTimer(id, nowNanos + call.timeoutNanos()));
    effects.add(
        new RequestsEffect.SendStream(
            call.address(), id, new RequestMessage.Request(id, call.subject(), self, call.body())));
  }

  /// Only who was asked may answer.
  private void onReply(NodeId sender, RequestMessage.Reply reply, Effects<RequestsEffect> effects) {
    Pending asked = pending.get(reply.id());
    if (asked != null && asked.to.equals(sender)) {
      complete(
          reply.id(),
          reply.accepted() ? new Outcome.Ok(reply.body()) : new Outcome.Rejected(reply.reason()),
          effects);
    }
  }

  private void fail(Predicate<Pending> which, String why, Effects<RequestsEffect> effects) {
    List<Long> failed = new ArrayList<>();
    for (Pending each : pending.values()) {
      if (which.test(each)) {
        failed.add(each.id);
      }
    }
    failed.forEach(id -> complete(id, new Outcome.Indeterminate(why), effects));
  }

  private void complete(long id, Outcome outcome, Effects<RequestsEffect> effects) {
    Pending done = pending.remove(id);
    if (done != null) {
      effects.add(new RequestsEffect.CancelTimer(id));
      effects.add(new RequestsEffect.Completed(done.ticket, outcome));
    }
  }

  private static RequestMessage.Reply replyOf(long id, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ok(byte[] body) -> new RequestMessage.Reply(id, true, body, "");
      case Outcome.Rejected(String reason) ->
          new RequestMessage.Reply(id, false, new byte[0], reason);
      case Outcome.Indeterminate(String reason) ->
          new RequestMessage.Reply(id, false, new byte[0], reason);
    };
  }
}
