package dev.dcore.kernel.wire;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.ProtocolRange;
import dev.dcore.kernel.cluster.events.EventMessage;
import dev.dcore.kernel.cluster.events.EventMessages;
import dev.dcore.kernel.cluster.events.UserEvent;
import dev.dcore.kernel.cluster.swim.Accusation;
import dev.dcore.kernel.cluster.swim.Claim;
import dev.dcore.kernel.cluster.swim.Doubt;
import dev.dcore.kernel.cluster.swim.Evidence;
import dev.dcore.kernel.cluster.swim.Profile;
import dev.dcore.kernel.cluster.swim.Rumors;
import dev.dcore.kernel.cluster.swim.SwimMessage;
import dev.dcore.kernel.cluster.swim.SwimMessages;
import dev.dcore.kernel.cluster.swim.Verdict;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.cluster.topology.PeerReport;
import dev.dcore.kernel.cluster.topology.TopologyMessages;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.Tag;
import dev.dcore.kernel.messaging.RequestMessage;
import dev.dcore.kernel.messaging.RequestMessages;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One sample of every message type and of every record that travels in a body.
public final class Samples {
  static final NodeId N1 = new NodeId(0x0123456789abcdefL, 0x0011223344556677L);
  static final NodeId N2 = new NodeId(0xfedcba9876543210L, 0x8899aabbccddeeffL);
  private static final Address ADDRESS = new Address("10.0.0.1", 7001);
  private static final Address OTHER_ADDRESS = new Address("fe80::2", 65535);

  private static final Profile PROFILE =
      new Profile(
          "n1",
          ADDRESS,
          new Metadata(List.of(new Tag("rack", "r\u00e4ck 4"), new Tag("zone", "eu-1"))),
          true,
          new ProtocolRange(2, 5));

  private static final Claim CLAIM =
      new Claim(N1, Incarnation.ofBoot(3) + 2, false, SwimMessages.PROFILE.encode(PROFILE));

  private static final Claim LAST_CLAIM =
      new Claim(
          N2,
          Incarnation.MAX,
          true,
          SwimMessages.PROFILE.encode(new Profile("n2", OTHER_ADDRESS, Metadata.EMPTY)));

  private static final List<SwimMessage.StateEntry> ENTRIES =
      List.of(
          new SwimMessage.StateEntry(CLAIM, MemberState.ALIVE, NodeId.NONE),
          new SwimMessage.StateEntry(CLAIM, MemberState.SUSPECT, N2),
          new SwimMessage.StateEntry(LAST_CLAIM, MemberState.LEFT, NodeId.NONE));

  private static final Accusation ACCUSATION = new Accusation(N2, Incarnation.ofBoot(1), true, N1);

  private static final Doubt DOUBT = new Doubt(N2, Incarnation.ofBoot(1), N1, 4_000);

  private static final Rumors RUMORS =
      new Rumors(
          List.of(CLAIM, LAST_CLAIM),
          List.of(ACCUSATION, new Accusation(N1, Incarnation.ofBoot(2), Verdict.LEFT, N2)),
          List.of(DOUBT));

  /// Of parts that a binary16 holds exactly.
  private static final Coordinate COORDINATE = new Coordinate(1.5, -40, 0.25, 0.5, -0.125, 0.75);

  private static final PeerReport REPORT =
      new PeerReport(
          COORDINATE,
          List.of(
              new PeerReport.Row(N1, MemberState.ALIVE, 0, 1_000_000, -1, 412_000),
              new PeerReport.Row(N2, MemberState.SUSPECT, -1, -1, 2_000_000_000L, -1)));

  private static final Evidence EVIDENCE =
      new Evidence(
          N2,
          "n2",
          Incarnation.ofBoot(1),
          MemberState.DEAD,
          N1,
          "n1",
          List.of(
              new Evidence.Step(2_000_000_000L, Evidence.Kind.PING_SENT, "", "10.0.0.2:7002"),
              new Evidence.Step(1_500_000_000L, Evidence.Kind.RELAY_ASKED, "n3", ""),
              new Evidence.Step(0, Evidence.Kind.LEFT, "n4", "\u20ac")));

  private static final UserEvent EVENT =
      new UserEvent(
          N1, Incarnation.ofBoot(3) + 7, 41, "deploy", new byte[] {'v', '2', 0, (byte) 0xff}, true);

  private Samples() {}

  public static List<Sample<?>> all() {
    List<Sample<?>> all = new ArrayList<>(swim());
    all.addAll(requests());
    all.addAll(StableSamples.all());
    all.addAll(events());
    all.add(
        Sample.of(
            "evidence",
            new Shape("evidence", Map.of(7, Shape.EVIDENCE_STEP)),
            EVIDENCE,
            SwimMessages.EVIDENCE));
    all.add(
        Sample.of(
            "peer-query",
            new Shape("peer query", Map.of(1, Shape.SUBJECT)),
            new PeerReport.Query(List.of(N1, N2), true),
            TopologyMessages.QUERY));
    all.add(
        Sample.of(
            "peer-report",
            new Shape("peer report", Map.of(2, Shape.PEER_ROW)),
            REPORT,
            TopologyMessages.REPORT));
    all.add(
        Sample.of(
            "profile",
            new Shape("profile", Map.of(2, Shape.ADDRESS, 3, Shape.TAG)),
            PROFILE,
            SwimMessages.PROFILE));
    return all;
  }

  static List<Sample<SwimMessage>> swim() {
    return List.of(
        swim("ping", rumors("ping"), new SwimMessage.Ping(300, N2.low(), 4_000, -3, 9_001, RUMORS)),
        swim(
            "ack",
            rumors("ack"),
            new SwimMessage.Ack(300, N2.low(), -3, 9_001, RUMORS, COORDINATE)),
        swim("nack", new Shape("nack", Map.of()), new SwimMessage.Nack(300)),
        swim(
            "indirect-ping",
            new Shape(
                "indirect ping",
                Map.of(3, Shape.CLAIM, 4, Shape.ACCUSATION, 5, Shape.ADDRESS, 10, Shape.DOUBT)),
            new SwimMessage.IndirectPing(300, N2, OTHER_ADDRESS, RUMORS)),
        swim("gossip", rumors("gossip"), new SwimMessage.Gossip(RUMORS)),
        swim(
            "stream-ping",
            new Shape("stream ping", Map.of(3, Shape.ADDRESS)),
            new SwimMessage.StreamPing(301, N2, ADDRESS)),
        swim("stream-ack", new Shape("stream ack", Map.of()), new SwimMessage.StreamAck(301, N2)),
        swim("join", new Shape("join", Map.of(1, Shape.CLAIM)), new SwimMessage.Join(CLAIM)),
        swim(
            "welcome",
            new Shape("welcome", Map.of(1, Shape.STATE_ENTRY)),
            new SwimMessage.Welcome(ENTRIES)),
        swim(
            "reconcile",
            new Shape("reconcile", Map.of(1, Shape.CLAIM, 7, Shape.STATE_ENTRY)),
            new SwimMessage.Reconcile(
                CLAIM,
                -2,
                true,
                new byte[] {4, 0, 0, 0, 5, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8},
                new byte[] {8, 0, 0, 0, 1, 0, 0, 0, 0},
                new byte[16],
                ENTRIES)),
        swim(
            "join-refused",
            new Shape("join refused", Map.of()),
            new SwimMessage.JoinRefused("the name n1 is taken")));
  }

  static List<Sample<RequestMessage>> requests() {
    return List.of(
        Sample.of(
            "request",
            new Shape("request", Map.of(3, Shape.ADDRESS)),
            new RequestMessage.Request(9, "evidence", ADDRESS, new byte[] {1, 2, 3}),
            RequestMessages.TABLE),
        Sample.of(
            "reply",
            new Shape("reply", Map.of()),
            new RequestMessage.Reply(9, true, new byte[] {4, 5}, "because"),
            RequestMessages.TABLE));
  }

  static List<Sample<EventMessage>> events() {
    return List.of(
        Sample.of(
            "event-spread",
            new Shape("event spread", Map.of(1, Shape.EVENT)),
            new EventMessage.Spread(List.of(EVENT)),
            EventMessages.TABLE),
        Sample.of(
            "ask-event-time",
            new Shape("event time question", Map.of()),
            new EventMessage.AskTime(),
            EventMessages.TABLE),
        Sample.of(
            "event-time",
            new Shape("event time", Map.of()),
            new EventMessage.TimeIs(300),
            EventMessages.TABLE),
        Sample.of(
            "recent-events",
            new Shape("recent events", Map.of()),
            new EventMessage.Recent(0x8123456789abcdefL),
            EventMessages.TABLE),
        Sample.of(
            "have-events",
            new Shape("recent event names", Map.of(1, Shape.EVENT_NAME)),
            new EventMessage.Have(
                List.of(new EventMessage.Name(N1, Incarnation.ofBoot(3) + 7)), true),
            EventMessages.TABLE),
        Sample.of(
            "missed-events",
            new Shape("missed events", Map.of(1, Shape.OLD_EVENT)),
            new EventMessage.Missed(List.of(new EventMessage.Old(EVENT, 12_345_678_901L))),
            EventMessages.TABLE));
  }

  private static Sample<SwimMessage> swim(String name, Shape shape, SwimMessage message) {
    return Sample.of(name, shape, message, SwimMessages.TABLE);
  }

  private static Shape rumors(String name) {
    return new Shape(name, Map.of(3, Shape.CLAIM, 4, Shape.ACCUSATION, 10, Shape.DOUBT));
  }
}
