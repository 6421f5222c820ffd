package dev.dcore.kernel.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final Address SELF = new Address("self", 1);
  private static final Address PEER = new Address("peer", 2);
  private static final Address OTHER = new Address("other", 3);
  private static final NodeId PEER_ID = new NodeId(0, 2);
  private static final NodeId OTHER_ID = new NodeId(0, 3);
  private static final byte[] BODY = {1};

  private final Requests requests = new Requests(SELF);

  @Test
  void aCallIsSentOnceAndTimed() {
    assertEquals(
        List.of(
            new RequestsEffect.SetTimer(1, 150),
            new RequestsEffect.SendStream(
                PEER, 1, new RequestMessage.Request(1, "subject", SELF, BODY))),
        step(requests, 100, call(7, PEER_ID, PEER)));
  }

  /// All 720 orders of all that can end a call, another call pending beside it.
  @Test
  void eachCallHasExactlyOneOutcomeUnderEveryOrderOfEvents() {
    List<RequestsInput> events =
        List.of(
            new RequestsInput.Received(PEER_ID, new RequestMessage.Reply(1, true, BODY, "")),
            new RequestsInput.Received(PEER_ID, new RequestMessage.Reply(1, false, BODY, "no")),
            new RequestsInput.TimedOut(1),
            new RequestsInput.MemberGone(PEER_ID, "died"),
            new RequestsInput.StreamFull(1),
            new RequestsInput.StreamClosed(PEER, "reset"));
    for (List<RequestsInput> order : permutations(events)) {
      Requests fresh = new Requests(SELF);
      step(fresh, 0, call(7, PEER_ID, PEER));
      step(fresh, 0, call(8, OTHER_ID, OTHER));
      List<RequestsEffect> effects = new ArrayList<>();
      order.forEach(event -> fresh.step(0, event, effects::add));
      assertEquals(2, effects.size(), () -> order + " gave " + effects);
      assertEquals(new RequestsEffect.CancelTimer(1), effects.getFirst());
      RequestsEffect.Completed completed =
          assertInstanceOf(RequestsEffect.Completed.class, effects.getLast());
      assertEquals(7, completed.ticket());
      assertInstanceOf(expected(order.getFirst()), completed.outcome());
      assertEquals(2, step(fresh, 0, new RequestsInput.TimedOut(2)).size());
    }
  }

  private static Class<? extends Outcome> expected(RequestsInput first) {
    return switch (first) {
      case RequestsInput.Received(NodeId _, RequestMessage.Reply reply) ->
          reply.accepted() ? Outcome.Ok.class : Outcome.Rejected.class;
      case RequestsInput.StreamFull _ -> Outcome.Rejected.class;
      default -> Outcome.Indeterminate.class;
    };
  }

  @Test
  void onlyWhoWasAskedMayAnswer() {
    step(requests, 0, call(7, PEER_ID, PEER));
    RequestMessage reply = new RequestMessage.Reply(1, true, BODY, "");
    assertEquals(List.of(), step(requests, 0, new RequestsInput.Received(OTHER_ID, reply)));
    assertEquals(2, step(requests, 0, new RequestsInput.Received(PEER_ID, reply)).size());
  }

  @Test
  void aCallTooManyIsRejectedAndNotSent() {
    for (int i = 0; i < Requests.PENDING_MAX; i++) {
      step(requests, 0, call(i, PEER_ID, PEER));
    }
    List<RequestsEffect> effects = step(requests, 0, call(-1, OTHER_ID, OTHER));
    assertEquals(
        List.of(
            new RequestsEffect.Completed(-1, new Outcome.Rejected("10000 requests are pending"))),
        effects);
    List<RequestsEffect> failed = step(requests, 0, new RequestsInput.MemberGone(PEER_ID, "died"));
    assertEquals(2 * Requests.PENDING_MAX, failed.size());
  }

  @Test
  void aRequestIsServedAndItsAnswerGoesWhereItSays() {
    RequestMessage request = new RequestMessage.Request(5, "subject", PEER, BODY);
    RequestsEffect.Caller caller = new RequestsEffect.Caller(PEER, 5);
    assertEquals(
        List.of(new RequestsEffect.Serve(caller, PEER_ID, "subject", BODY)),
        step(requests, 0, new RequestsInput.Received(PEER_ID, request)));
    List<RequestsEffect> answered =
        step(requests, 0, new RequestsInput.Answered(caller, new Outcome.Rejected("unknown")));
    RequestsEffect.SendStream sent =
        assertInstanceOf(RequestsEffect.SendStream.class, answered.getFirst());
    assertEquals(PEER, sent.to());
    assertTrue(
        sent.message() instanceof RequestMessage.Reply reply
            && reply.id() == 5
            && !reply.accepted()
            && reply.reason().equals("unknown"));
  }

  private static RequestsInput call(long ticket, NodeId to, Address address) {
    return new RequestsInput.Call(ticket, to, address, "subject", BODY, 50);
  }

  private static List<RequestsEffect> step(Requests requests, long now, RequestsInput input) {
    List<RequestsEffect> effects = new ArrayList<>();
    requests.step(now, input, effects::add);
    return effects;
  }

  private static <T> List<List<T>> permutations(List<T> items) {
    if (items.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> all = new ArrayList<>();
    for (T first : items) {
      List<T> rest = new ArrayList<>(items);
      rest.remove(first);
      for (List<T> tail : permutations(rest)) {
        List<T> order = new ArrayList<>(List.of(first));
        order.addAll(tail);
        all.add(order);
      }
    }
    return all;
  }
}
