package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Slice;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Frame;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.kernel.transport.MessageTable;
import dev.dcore.kernel.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Between messages and frames: seals what goes out with this node's header, checks what comes in,
/// and hands it to the family that its code belongs to.
final class Wire {
  /// Where a family's messages go.
  @FunctionalInterface
  interface Receiver<M> {
    void received(NodeId sender, Address from, M message);
  }

  /// Bytes from outside that are not for this node or not in order.
  @FunctionalInterface
  interface Dropped {
    void dropped(Address from, String reason);
  }

  /// The messages of one protocol.
  ///
  /// @param onDatagrams the codes that a datagram may carry. Its source is easily forged, so what
  ///   makes a node open streams or send much comes on streams alone.
  /// @param onStreams the codes that a stream may carry
  record Family<M>(
      MessageTable<M> table,
      IntPredicate onDatagrams,
      IntPredicate onStreams,
      Receiver<M> receiver) {
    private void receive(Frame frame, Address from) throws MalformedFrame {
      receiver.received(frame.sender(), from, table.decode(frame.type(), frame.body()));
    }
  }

  private final int cluster;
  private final Transport transport;
  private final Dropped dropped;
  private final List<Family<?>> families = new ArrayList<>();
  private NodeId sender = NodeId.NONE;
  private long boot;
  private long counter;

  Wire(String clusterLabel, Transport transport, Dropped dropped) {
    this.cluster = Frame.clusterCode(clusterLabel);
    this.transport = transport;
    this.dropped = dropped;
  }

  /// Knows the messages of one more protocol.
  void add(Family<?> family) {
    families.add(family);
  }

  /// From now on frames carry this identity.
  void sender(NodeIdentity identity) {
    sender = identity.id();
    boot = identity.boot();
  }

  <M> void datagram(Address to, MessageTable<M> table, M message) {
    Slice body = table.encode(message, Frame.HEADER_BYTES, Frame.TAG_BYTES);
    transport.sendDatagram(to, frame(table.typeOf(message), body).toDatagram());
  }

  /// @param ticket comes back when the stream is full; 0 when nobody waits for that
  <M> void stream(Address to, long ticket, MessageTable<M> table, M message) {
    Slice body = table.encode(message, Frame.HEADER_BYTES, 0);
    transport.sendStream(to, ticket, frame(table.typeOf(message), body).toStreamFrame());
  }

  /// By datagram when the family allows it and the message fits, else on the stream.
  <M> void send(Address to, Family<M> family, M message) {
    int type = family.table.typeOf(message);
    if (family.onDatagrams.test(type)) {
      Slice body = family.table.encode(message, Frame.HEADER_BYTES, Frame.TAG_BYTES);
      if (body.length() <= Frame.DATAGRAM_BODY_BYTES_MAX) {
        transport.sendDatagram(to, frame(type, body).toDatagram());
        return;
      }
    }
    stream(to, 0, family.table, message);
  }

  void receiveDatagram(Address from, byte[] bytes) {
    receive(from, bytes, true);
  }

  void receiveStreamFrame(Address from, byte[] bytes) {
    receive(from, bytes, false);
  }

  private void receive(Address from, byte[] bytes, boolean datagram) {
    try {
      Frame frame = datagram ? Frame.ofDatagram(bytes) : Frame.ofStreamFrame(bytes);
      if (frame.cluster() != cluster) {
        dropped.dropped(from, "it is for a cluster with another label");
      } else if (frame.sender().equals(sender)) {
        dropped.dropped(from, "it carries this node's own identity");
      } else {
        sort(frame, from, datagram);
      }
    } catch (MalformedFrame e) {
      dropped.dropped(from, e.reason());
    }
  }

  private void sort(Frame frame, Address from, boolean datagram) throws MalformedFrame {
    for (Family<?> family : families) {
      if (family.table.knows(frame.type())) {
        IntPredicate carrier = datagram ? family.onDatagrams : family.onStreams;
        if (carrier.test(frame.type())) {
          family.receive(frame, from);
        } else {
          dropped.dropped(
              from, "message type " + frame.type() + " on a " + (datagram ? "datagram" : "stream"));
        }
        return;
      }
    }
    dropped.dropped(from, "message type " + frame.type() + " is not known");
  }

  private Frame frame(int type, Slice body) {
    return new Frame(type, cluster, sender, boot, ++counter, body);
  }
}
