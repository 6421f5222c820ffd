package dev.dcore.io.transport;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Datagrams over UDP and streams over TCP, on one port, on one loop.
///
/// A stream is a TCP connection that carries frames from its opener only; to answer, the peer opens
/// one of its own. There is one to each peer, opened by the first frame and closed when it is not
/// used.
///
/// All events go to the sink on the loop: those that a call of the node causes as a task of their
/// own, so that nothing calls back.
public final class NettyTransport implements Transport {
  /// How long a peer has to accept a connection: some round trips around the world, and one lost
  /// packet.
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /// A stream that took no byte for this long is closed: silently when there was nothing to send,
  /// as broken when there was. Longer than the periods of membership, so that streams between the
  /// same peers are used again.
  static final Duration OUTBOUND_IDLE = Duration.ofSeconds(60);

  /// A peer closes its stream after [#OUTBOUND_IDLE]; one that is silent for longer is gone.
  static final Duration INBOUND_IDLE = OUTBOUND_IDLE.multipliedBy(2);

  /// Streams that peers may have open to this node, so that strangers cannot use up its file
  /// descriptors. Others are closed as they come, and their openers try again.
  static final int INBOUND_STREAMS_MAX = 1_024;

  /// Streams that this node may have open. Others fail like unreachable peers.
  static final int OUTBOUND_STREAMS_MAX = 4_096;

  /// What frames that are not complete yet may take, of all streams together: four of the largest.
  /// The stream that goes above it is closed.
  static final long PARTIAL_BYTES_MAX = 4L * STREAM_FRAME_BYTES_MAX;

  private final LoopThread thread;
  private final Sockets sockets;
  private final HostResolver resolver;
  private final Map<Address, OutboundStream> outbound = new HashMap<>();
  private final Map<Long, InboundStream> inbound = new HashMap<>();
  private Consumer<TransportEvent> sink = event -> {};
  private long lastInboundStream;
  private long partialBytes;
  private boolean closed;

  private NettyTransport(LoopThread thread, InetSocketAddress where) throws IOException {
    this.thread = thread;
    this.resolver = new HostResolver(thread.loop());
    this.sockets =
        Sockets.bind(thread, where, new DatagramReceiver(this), new StreamAcceptor(this));
  }

  /// Takes the port, and receives nothing yet. Called from outside of the loop; blocks shortly.
  ///
  /// @param where port 0 picks one that is free for both
  /// @throws IOException with one sentence for people
  public static NettyTransport bind(LoopThread thread, InetSocketAddress where) throws IOException {
    return new NettyTransport(thread, where);
  }

  /// Where it listens.
  public Address local() {
    return address(sockets.local());
  }

  /// Begins to receive. Called once, on the loop.
  public void open(Consumer<TransportEvent> events) {
    sink = events;
    sockets.read();
  }

  /// Closes all that is open, at once. Called on the loop; no event comes afterwards.
  public void close() {
    closed = true;
    sockets.close();
    List.copyOf(outbound.values()).forEach(OutboundStream::end);
    List.copyOf(inbound.values()).forEach(InboundStream::close);
    outbound.clear();
    inbound.clear();
  }

  @Override
  public void sendDatagram(Address to, byte[] frame) {
    Invariant.check(frame.length <= DATAGRAM_BYTES_MAX, "a datagram fits its bound");
    InetAddress address = resolver.known(to.host());
    Channel datagrams = sockets.datagrams();
    // Lost, as datagrams are: the name is still being looked up, or the socket takes no more.
    if (!closed && address != null && datagrams.isWritable()) {
      var _ =
          datagrams.writeAndFlush(
              new DatagramPacket(
                  Unpooled.wrappedBuffer(frame), new InetSocketAddress(address, to.port())),
              datagrams.voidPromise());
    }
  }

  @Override
  public void sendStream(Address to, long ticket, byte[] frame) {
    Invariant.check(frame.length <= STREAM_FRAME_BYTES_MAX, "a stream frame fits its bound");
    if (closed) {
      return;
    }
    OutboundStream stream = outbound.get(to);
    if (stream == null) {
      stream = new OutboundStream(this, to);
      boolean room = outbound.size() < OUTBOUND_STREAMS_MAX;
      outbound.put(to, stream);
      if (room) {
        connect(stream);
      } else {
        stream.fail("this node has " + OUTBOUND_STREAMS_MAX + " streams open, which is its limit");
      }
    }
    stream.send(ticket, frame);
  }

  @Override
  public void consumed(long inboundStream, int bytes) {
    InboundStream stream = inbound.get(inboundStream);
    if (stream != null) {
      stream.consumed(bytes);
    }
  }

  /// What the node hears as an event that no call of its own caused.
  void onReceived(TransportEvent event) {
    if (!closed) {
      sink.accept(event);
    }
  }

  /// What the node hears as a consequence of a call, after that call.
  void emit(TransportEvent event) {
    thread.loop().execute(() -> onReceived(event));
  }

  /// The stream is taken away only when the node hears of it: frames sent before then are lost with
  /// it, and those sent afterwards open a new one.
  void onOutboundClosed(OutboundStream stream, String reason) {
    thread
        .loop()
        .execute(
            () -> {
              forget(stream);
              onReceived(new TransportEvent.StreamClosed(stream.to(), reason));
            });
  }

  void forget(OutboundStream stream) {
    outbound.remove(stream.to(), stream);
  }

  /// A peer has opened a stream.
  void onAccepted(Channel channel, InetSocketAddress from) {
    if (closed || inbound.size() >= INBOUND_STREAMS_MAX) {
      var _ = channel.close();
      return;
    }
    long id = ++lastInboundStream;
    InboundStream stream = new InboundStream(this, id, channel, address(from));
    inbound.put(id, stream);
    channel
        .pipeline()
        .addLast(new IdleStateHandler(INBOUND_IDLE.toSeconds(), 0, 0, TimeUnit.SECONDS))
        .addLast(stream);
  }

  void onInboundClosed(long id) {
    inbound.remove(id);
  }

  /// @return whether all frames that are not complete are within their bound
  boolean holdPartial(int moreBytes) {
    partialBytes += moreBytes;
    return partialBytes <= PARTIAL_BYTES_MAX;
  }

  /// As people write it: the short form of an IPv6 address (RFC 5952), so that an address that was
  /// given and one that was found compare as equal.
  static Address address(InetSocketAddress socket) {
    InetAddress host = socket.getAddress();
    boolean scoped = host instanceof Inet6Address inet6 && inet6.getScopeId() != 0;
    return new Address(
        scoped ? host.getHostAddress() : NetUtil.toAddressString(host), socket.getPort());
  }

  static String reason(@Nullable Throwable cause) {
    String message = cause == null ? null : cause.getMessage();
    return message == null || message.isBlank() ? "unknown reason" : message;
  }

  private void connect(OutboundStream stream) {
    resolver.resolve(
        stream.to().host(),
        host -> {
          if (host == null) {
            stream.fail("the host name " + stream.to().host() + " is not known");
          } else {
            connect(stream, new InetSocketAddress(host, stream.to().port()));
          }
        });
  }

  private void connect(OutboundStream stream, InetSocketAddress to) {
    new Bootstrap()
        .group(thread.loop())
        .channelFactory(thread.clients())
        // Names are known by now, and Netty's resolver would leave a thread behind for a second.
        .disableResolver()
        .option(ChannelOption.ALLOCATOR, Sockets.ALLOCATOR)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new IdleStateHandler(0, OUTBOUND_IDLE.toSeconds(), 0, TimeUnit.SECONDS))
                    .addLast(stream);
              }
            })
        .connect(to, streamsFrom())
        .addListener((ChannelFuture connecting) -> stream.onConnect(connecting));
  }

  /// The address that datagrams come from, too, so that peers and packet filters know one; null
  /// when that is any.
  private @Nullable InetSocketAddress streamsFrom() {
    InetAddress own = sockets.local().getAddress();
    return own.isAnyLocalAddress() ? null : new InetSocketAddress(own, 0);
  }
}
