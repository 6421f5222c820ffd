package dev.dcore.node;

import dev.dcore.io.runtime.NodeLoop;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.cluster.topology.PeerReport;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Asks the members what they know of the network, and puts their answers together. Thread-safe.
final class Surveyor {
  private static final double NANOS_PER_MILLI = 1e6;

  /// A member that nobody asks about: who is asked about it alone sends its coordinate and no row.
  private static final NodeId NOBODY = new NodeId(0, 1);

  private final Node node;
  private final NodeLoop loop;
  private final Deliveries deliveries;

  Surveyor(Node node, NodeLoop loop, Deliveries deliveries) {
    this.node = node;
    this.loop = loop;
    this.deliveries = deliveries;
  }

  CompletableFuture<Topology> topology() {
    return survey(List.of(), new PeerReport.Query(List.of(NOBODY), false))
        .thenApply(
            replies ->
                Topology.of(
                    node.name(),
                    replies.stream()
                        .filter(reply -> reply.member().state().participates())
                        .map(reply -> Topology.place(reply.member(), coordinate(reply)))
                        .toList()));
  }

  CompletableFuture<Reachability> reachability() {
    return members()
        .thenCompose(
            members -> {
              boolean missedOnly = members.size() > Reachability.ALL_PATHS_MEMBERS_MAX;
              return survey(List.of(), new PeerReport.Query(List.of(), missedOnly));
            })
        .thenApply(replies -> Reachability.of(node.name(), replies));
  }

  /// @return fails with `NoSuchElementException` when this node knows one of them not
  CompletableFuture<RoundTrip> roundTrip(String from, String to) {
    return members()
        .thenCompose(
            members -> {
              Member one = find(members, from);
              Member other = find(members, to);
              List<NodeId> both = List.of(one.id(), other.id());
              return survey(both, new PeerReport.Query(both, false))
                  .thenApply(replies -> roundTrip(one, other, replies));
            });
  }

  static RoundTrip roundTrip(Member from, Member to, List<Delivery.Surveyed.Reply> replies) {
    Map<NodeId, Delivery.Surveyed.Reply> byId = new LinkedHashMap<>();
    replies.forEach(reply -> byId.put(reply.member().id(), reply));
    Delivery.Surveyed.Reply one = byId.get(from.id());
    Delivery.Surveyed.Reply other = byId.get(to.id());
    Coordinate here = one == null ? null : coordinate(one);
    Coordinate there = other == null ? null : coordinate(other);
    Double estimated = here == null || there == null ? null : here.roundTripMillis(there);
    Double error = here == null || there == null ? null : (here.error() + there.error()) / 2;
    return new RoundTrip(
        from.name(),
        to.name(),
        from.id().equals(to.id()) ? Double.valueOf(0) : estimated,
        error,
        measured(one, to.id()),
        note(one) + note(other));
  }

  private CompletableFuture<List<Delivery.Surveyed.Reply>> survey(
      List<NodeId> asked, PeerReport.Query query) {
    return deliveries
        .ask(loop::submit, ticket -> new Command.Survey(ticket, asked, query))
        .thenApply(
            answer -> {
              Delivery.Surveyed surveyed = (Delivery.Surveyed) answer;
              if (!surveyed.refused().isEmpty()) {
                throw new CompletionException(new IllegalStateException(surveyed.refused()));
              }
              return surveyed.replies();
            });
  }

  private CompletableFuture<List<Member>> members() {
    return deliveries
        .ask(loop::submit, Command.ListMembers::new)
        .thenApply(answer -> ((Delivery.Members) answer).members());
  }

  private Member find(List<Member> members, String name) {
    return members.stream()
        .filter(member -> member.name().equals(name) || member.id().toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new NoSuchElementException(node.name() + " knows no member \"" + name + "\""));
  }

  private static @Nullable Coordinate coordinate(Delivery.Surveyed.Reply reply) {
    PeerReport report = reply.report();
    return report == null ? reply.lastCoordinate() : report.coordinate();
  }

  private static @Nullable Double measured(Delivery.Surveyed.@Nullable Reply reply, NodeId target) {
    PeerReport report = reply == null ? null : reply.report();
    if (report != null) {
      for (PeerReport.Row row : report.rows()) {
        if (row.member().equals(target) && row.roundTripNanos() >= 0) {
          return row.roundTripNanos() / NANOS_PER_MILLI;
        }
      }
    }
    return null;
  }

  private static String note(Delivery.Surveyed.@Nullable Reply reply) {
    return reply == null || reply.error().isEmpty()
        ? ""
        : reply.member().name() + " did not answer: " + reply.error() + ". ";
  }
}
