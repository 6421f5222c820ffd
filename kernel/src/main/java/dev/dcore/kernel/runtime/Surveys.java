package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.cluster.topology.Neighbours;
import dev.dcore.kernel.cluster.topology.PeerReport;
import dev.dcore.kernel.cluster.topology.TopologyMessages;
import dev.dcore.kernel.messaging.Outcome;
import dev.dcore.kernel.messaging.RequestsEffect;
import dev.dcore.kernel.messaging.RequestsInput;
import dev.dcore.kernel.transport.MalformedFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Asks members what they know of the network around them, and answers others that ask. Which
/// member hears which is known only to these, and nobody needs it until somebody asks, so it is not
/// gossiped.
final class Surveys {
  /// The subject that every member serves.
  static final String SUBJECT = "peers";

  /// As many streams as come back at once; a peer takes up to a thousand.
  static final int MEMBERS_MAX = 512;

  /// Of one survey under way at once, so that the answers do not fill the asker's sockets.
  static final int PARALLEL_MAX = 64;

  /// They are what people look at; one more is refused.
  static final int SURVEYS_MAX = 4;

  private static final long TIMEOUT_NANOS = Duration.ofSeconds(2).toNanos();

  private static final class Survey {
    final long commandTicket;
    final PeerReport.Query query;
    final Deque<Member> waiting = new ArrayDeque<>();
    final List<Delivery.Surveyed.Reply> replies = new ArrayList<>();
    int pending;
    boolean done;

    Survey(Command.Survey command) {
      this.commandTicket = command.ticket();
      this.query = command.query();
    }
  }

  private record Asked(Survey survey, Member member) {}

  private final Swim swim;
  private final LongSupplier tickets;
  private final Consumer<RequestsInput> toRequests;
  private final Consumer<Delivery> deliver;
  private final Map<Long, Asked> pending = new LinkedHashMap<>();
  private int underWay;

  /// @param tickets of requests, none given twice
  Surveys(
      Swim swim,
      LongSupplier tickets,
      Consumer<RequestsInput> toRequests,
      Consumer<Delivery> deliver) {
    this.swim = swim;
    this.tickets = tickets;
    this.toRequests = toRequests;
    this.deliver = deliver;
  }

  void onSurvey(long nowNanos, Command.Survey command) {
    if (underWay >= SURVEYS_MAX) {
      deliver.accept(
          new Delivery.Surveyed(
              command.ticket(), List.of(), SURVEYS_MAX + " surveys are under way; try again"));
      return;
    }
    underWay++;
    Survey survey = new Survey(command);
    for (Member member : swim.members()) {
      boolean wanted = command.asked().isEmpty() || command.asked().contains(member.id());
      if (!wanted) {
        continue;
      }
      if (swim.isSelf(member.id())) {
        reply(survey, member, report(nowNanos, command.query()), "");
      } else if (!member.state().participates()) {
        reply(survey, member, null, "it is " + member.state().label());
      } else if (survey.waiting.size() >= MEMBERS_MAX) {
        reply(survey, member, null, "more than " + MEMBERS_MAX + " members are not asked at once");
      } else {
        survey.waiting.add(member);
      }
    }
    proceed(survey);
  }

  void onServe(long nowNanos, RequestsEffect.Serve serve) {
    Outcome outcome;
    try {
      PeerReport report = report(nowNanos, TopologyMessages.QUERY.decode(serve.body()));
      outcome = new Outcome.Ok(TopologyMessages.REPORT.encode(report));
    } catch (MalformedFrame e) {
      outcome = new Outcome.Rejected("the question cannot be read: " + e.reason());
    }
    toRequests.accept(new RequestsInput.Answered(serve.caller(), outcome));
  }

  /// @param ticket of a request, which may be another's
  void onCompleted(long ticket, Outcome outcome) {
    Asked asked = pending.remove(ticket);
    if (asked == null) {
      return;
    }
    Survey survey = asked.survey;
    survey.pending--;
    switch (outcome) {
      case Outcome.Ok(byte[] body) -> {
        try {
          reply(survey, asked.member, TopologyMessages.REPORT.decode(body), "");
        } catch (MalformedFrame e) {
          reply(survey, asked.member, null, "its answer cannot be read: " + e.reason());
        }
      }
      case Outcome.Rejected(String reason) -> reply(survey, asked.member, null, reason);
      case Outcome.Indeterminate(String reason) -> reply(survey, asked.member, null, reason);
    }
    proceed(survey);
  }

  private void proceed(Survey survey) {
    while (survey.pending < PARALLEL_MAX && !survey.waiting.isEmpty()) {
      Member next = survey.waiting.removeFirst();
      long ticket = tickets.getAsLong();
      Invariant.check(pending.put(ticket, new Asked(survey, next)) == null, "a ticket is new");
      survey.pending++;
      toRequests.accept(
          new RequestsInput.Call(
              ticket,
              next.id(),
              next.address(),
              SUBJECT,
              TopologyMessages.QUERY.encode(survey.query),
              TIMEOUT_NANOS));
    }
    // A request that fails at once completes within the loop above, and gets here before it.
    if (survey.pending == 0 && survey.waiting.isEmpty() && !survey.done) {
      survey.done = true;
      underWay--;
      deliver.accept(new Delivery.Surveyed(survey.commandTicket, survey.replies, ""));
    }
  }

  private PeerReport report(long nowNanos, PeerReport.Query query) {
    Neighbours neighbours = swim.neighbours();
    List<PeerReport.Row> rows = new ArrayList<>();
    for (Member member : swim.members()) {
      boolean wanted = query.about().isEmpty() || query.about().contains(member.id());
      if (wanted && !swim.isSelf(member.id()) && rows.size() < PeerReport.ROWS_MAX) {
        PeerReport.Row row = neighbours.row(nowNanos, member);
        if (row.missed() || !query.missedOnly()) {
          rows.add(row);
        }
      }
    }
    return new PeerReport(neighbours.coordinate(), rows);
  }

  private void reply(Survey survey, Member member, @Nullable PeerReport report, String error) {
    Coordinate last = swim.neighbours().coordinate(member.id());
    survey.replies.add(new Delivery.Surveyed.Reply(member, report, last, error));
  }
}
