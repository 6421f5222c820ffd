package dev.dcore.kernel.cluster.topology;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.EnumCodes;
import dev.dcore.kernel.transport.RecordCodec;

/// The schemas of what members are asked about the network; they travel in the bodies of requests
/// and replies.
public final class TopologyMessages {
  private static final EnumCodes<MemberState> STATES =
      EnumCodes.of(MemberState.ALIVE, MemberState.SUSPECT, MemberState.DEAD, MemberState.LEFT);

  private static final RecordCodec<NodeId> SUBJECT =
      RecordCodec.<NodeId>of("subject").id(1, id -> id).build(in -> in.id(1));

  public static final RecordCodec<PeerReport.Query> QUERY =
      RecordCodec.<PeerReport.Query>of("peer query")
          .list(1, SUBJECT, PeerReport.Query::about)
          .flag(2, PeerReport.Query::missedOnly)
          .build(in -> new PeerReport.Query(in.list(1, SUBJECT), in.flag(2)));

  /// Numbers on the wire are not negative, so an age is one more than it is and never is 0.
  private static final RecordCodec<PeerReport.Row> ROW =
      RecordCodec.<PeerReport.Row>of("peer row")
          .id(1, PeerReport.Row::member)
          .constant(2, STATES, PeerReport.Row::state)
          .number(3, row -> row.heardAgoNanos() + 1)
          .number(4, row -> row.answeredAgoNanos() + 1)
          .number(5, row -> row.missedAgoNanos() + 1)
          .number(6, row -> row.roundTripNanos() + 1)
          .build(
              in ->
                  new PeerReport.Row(
                      in.id(1),
                      in.constant(2, STATES),
                      age(in.number(3)),
                      age(in.number(4)),
                      age(in.number(5)),
                      age(in.number(6))));

  public static final RecordCodec<PeerReport> REPORT =
      RecordCodec.<PeerReport>of("peer report")
          .bytes(1, TopologyMessages::packed)
          .list(2, ROW, PeerReport::rows)
          .build(in -> new PeerReport(Coordinate.unpack(in.bytes(1)), in.list(2, ROW)));

  private TopologyMessages() {}

  private static byte[] packed(PeerReport report) {
    Coordinate coordinate = report.coordinate();
    return coordinate == null ? new byte[0] : coordinate.pack();
  }

  private static long age(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("an age is not negative");
    }
    return number - 1;
  }
}
