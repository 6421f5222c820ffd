package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Slice;
import dev.dcore.kernel.cluster.swim.SwimMessage;
import dev.dcore.kernel.cluster.swim.SwimMessages;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.messaging.RequestMessage;
import dev.dcore.kernel.messaging.RequestMessages;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Frame;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.Transport;

/// Between messages and frames: seals what goes out with this node's header, and checks what comes
/// in.
final class Wire {
  /// What a frame from outside turned out to be.
  sealed interface Received {
    record ForSwim(NodeId sender, SwimMessage message) implements Received {}

    record ForRequests(NodeId sender, RequestMessage message) implements Received {}

    record Dropped(String reason) implements Received {}
  }

  private final int cluster;
  private final Transport transport;
  private NodeId sender = NodeId.NONE;
  private long boot;
  private long counter;

  Wire(String clusterLabel, Transport transport) {
    this.cluster = Frame.clusterCode(clusterLabel);
    this.transport = transport;
  }

  /// From now on frames carry this identity.
  void sender(NodeIdentity identity) {
    sender = identity.id();
    boot = identity.boot();
  }

  void datagram(Address to, SwimMessage message) {
    Slice body = SwimMessages.TABLE.encode(message, Frame.HEADER_BYTES, Frame.TAG_BYTES);
    transport.sendDatagram(to, frame(SwimMessages.TABLE.typeOf(message), body).toDatagram());
  }

  void stream(Address to, SwimMessage message) {
    stream(to, 0, SwimMessages.TABLE, message);
  }

  void stream(Address to, long ticket, RequestMessage message) {
    stream(to, ticket, RequestMessages.TABLE, message);
  }

  Received readDatagram(byte[] bytes) {
    return read(bytes, true);
  }

  Received readStreamFrame(byte[] bytes) {
    return read(bytes, false);
  }

  private Received read(byte[] bytes, boolean datagram) {
    try {
      return sort(datagram ? Frame.ofDatagram(bytes) : Frame.ofStreamFrame(bytes), datagram);
    } catch (MalformedFrame e) {
      return new Received.Dropped(e.reason());
    }
  }

  /// A datagram's source is easily forged, so what makes a node open streams or send much comes on
  /// streams alone.
  private Received sort(Frame frame, boolean datagram) throws MalformedFrame {
    if (frame.cluster() != cluster) {
      return new Received.Dropped("it is for a cluster with another label");
    }
    if (frame.sender().equals(sender)) {
      return new Received.Dropped("it carries this node's own identity");
    }
    if (SwimMessages.isDatagram(frame.type()) != datagram) {
      return new Received.Dropped(
          "message type " + frame.type() + " on a " + (datagram ? "datagram" : "stream"));
    }
    if (SwimMessages.TABLE.knows(frame.type())) {
      return new Received.ForSwim(
          frame.sender(), SwimMessages.TABLE.decode(frame.type(), frame.body()));
    }
    if (RequestMessages.TABLE.knows(frame.type())) {
      return new Received.ForRequests(
          frame.sender(), RequestMessages.TABLE.decode(frame.type(), frame.body()));
    }
    return new Received.Dropped("message type " + frame.type() + " is not known");
  }

  private <M> void stream(Address to, long ticket, MessageTable<M> table, M message) {
    Slice body = table.encode(message, Frame.HEADER_BYTES, 0);
    transport.sendStream(to, ticket, frame(table.typeOf(message), body).toStreamFrame());
  }

  private Frame frame(int type, Slice body) {
    return new Frame(type, cluster, sender, boot, ++counter, body);
  }
}
