package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.swim.Evidence;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.swim.SwimInput;
import dev.dcore.kernel.cluster.swim.SwimMessages;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.messaging.Outcome;
import dev.dcore.kernel.messaging.RequestMessage;
import dev.dcore.kernel.messaging.RequestsEffect;
import dev.dcore.kernel.messaging.RequestsInput;
import dev.dcore.kernel.transport.MalformedFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Puts together why a member is believed dead: what this node knows from membership, and what the
/// accuser knows, asked for by a request. The seam between the two protocols, which know nothing of
/// each other.
final class Explanations {
  /// The subject that the accuser serves.
  static final String SUBJECT = "evidence";

  private static final long TIMEOUT_NANOS = Duration.ofSeconds(3).toNanos();

  private sealed interface Waiting {
    record Locally(long commandTicket) implements Waiting {}

    record ForAccuser(long commandTicket, Evidence own) implements Waiting {}

    record Remotely(RequestsEffect.Caller caller) implements Waiting {}
  }

  private final Consumer<SwimInput> toSwim;
  private final Consumer<RequestsInput> toRequests;
  private final Consumer<Delivery> deliver;
  private final Swim swim;
  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
  private final LongSupplier tickets;

  /// @param tickets none given twice
  Explanations(
      Swim swim,
      LongSupplier tickets,
      Consumer<SwimInput> toSwim,
      Consumer<RequestsInput> toRequests,
      Consumer<Delivery> deliver) {
    this.swim = swim;
    this.tickets = tickets;
    this.toSwim = toSwim;
    this.toRequests = toRequests;
    this.deliver = deliver;
  }

  void onExplain(Command.Explain command) {
    find(new Waiting.Locally(command.ticket()), command.member());
  }

  void onServe(RequestsEffect.Serve serve) {
    find(new Waiting.Remotely(serve.caller()), new String(serve.body(), StandardCharsets.UTF_8));
  }

  void onEvidence(long ticket, @Nullable Evidence evidence) {
    switch (waiting.remove(ticket)) {
      case Waiting.Locally(long commandTicket) -> onOwnEvidence(commandTicket, evidence);
      case Waiting.Remotely(RequestsEffect.Caller caller) ->
          toRequests.accept(new RequestsInput.Answered(caller, answer(evidence)));
      case Waiting.ForAccuser _ ->
          Invariant.check(false, "evidence for a ticket that waits for a reply");
      case null -> Invariant.check(false, "evidence that nobody asked for");
    }
  }

  /// @param ticket of a request, which may be another's
  void onCompleted(long ticket, Outcome outcome) {
    if (!(waiting.remove(ticket) instanceof Waiting.ForAccuser(long commandTicket, Evidence own))) {
      return;
    }
    switch (outcome) {
      case Outcome.Ok(byte[] body) -> {
        try {
          Evidence accuser = SwimMessages.EVIDENCE.decode(body);
          deliver.accept(new Delivery.Explained(commandTicket, own, accuser, ""));
        } catch (MalformedFrame e) {
          explained(commandTicket, own, "the accuser's answer cannot be read: " + e.reason());
        }
      }
      case Outcome.Rejected(String reason) ->
          explained(commandTicket, own, "the accuser has no record: " + reason);
      case Outcome.Indeterminate(String reason) ->
          explained(commandTicket, own, "the accuser did not answer: " + reason);
    }
  }

  private void find(Waiting reason, String member) {
    long ticket = tickets.getAsLong();
    waiting.put(ticket, reason);
    toSwim.accept(new SwimInput.FindEvidence(ticket, member));
  }

  private void onOwnEvidence(long commandTicket, @Nullable Evidence own) {
    Member accuser = own == null ? null : swim.member(own.accuser());
    if (own == null || accuser == null || swim.isSelf(accuser.id())) {
      boolean unknown = own != null && accuser == null && !own.accuser().equals(NodeId.NONE);
      explained(commandTicket, own, unknown ? "the accuser is not a member any more" : "");
      return;
    }
    if (!accuser.state().participates()) {
      explained(commandTicket, own, "the accuser, " + accuser.name() + ", is gone itself");
      return;
    }
    long ticket = tickets.getAsLong();
    waiting.put(ticket, new Waiting.ForAccuser(commandTicket, own));
    toRequests.accept(
        new RequestsInput.Call(
            ticket,
            accuser.id(),
            accuser.address(),
            SUBJECT,
            own.target().toString().getBytes(StandardCharsets.UTF_8),
            TIMEOUT_NANOS));
  }

  private void explained(long commandTicket, @Nullable Evidence own, String note) {
    deliver.accept(new Delivery.Explained(commandTicket, own, null, note));
  }

  private static Outcome answer(@Nullable Evidence evidence) {
    if (evidence == null) {
      return new Outcome.Rejected("it does not know this member");
    }
    byte[] body = SwimMessages.EVIDENCE.encode(evidence);
    return body.length <= RequestMessage.BODY_BYTES_MAX
        ? new Outcome.Ok(body)
        : new Outcome.Rejected("its record is too large to send");
  }
}
