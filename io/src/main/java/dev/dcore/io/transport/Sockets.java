package dev.dcore.io.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/// The two sockets that listen, a UDP and a TCP one on the same port.
final class Sockets {
  /// No pool: a node's traffic is small, and pools hold megabytes for each thread.
  static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true, true);

  /// How often a free port is looked for: another process may have the same number for UDP.
  private static final int PICKS_MAX = 20;

  /// Above the largest datagram, so that one that is too large is seen to be.
  private static final int DATAGRAM_READ_BYTES = 2_048;

  /// Room for a burst of gossip; the system may grant less.
  private static final int DATAGRAM_SOCKET_BYTES = 1 << 20;

  private final Channel streams;
  private final Channel datagrams;

  private Sockets(Channel streams, Channel datagrams) {
    this.streams = streams;
    this.datagrams = datagrams;
  }

  /// @throws IOException with one sentence for people
  static Sockets bind(
      LoopThread thread, InetSocketAddress where, ChannelHandler receiver, ChannelHandler acceptor)
      throws IOException {
    for (int pick = 1; ; pick++) {
      ChannelFuture streams = streams(thread, acceptor).bind(where).awaitUninterruptibly();
      if (!streams.isSuccess()) {
        throw refused(where, "TCP", streams.cause());
      }
      int port = ((InetSocketAddress) streams.channel().localAddress()).getPort();
      ChannelFuture datagrams =
          datagrams(thread, where, receiver)
              .bind(new InetSocketAddress(where.getAddress(), port))
              .awaitUninterruptibly();
      if (datagrams.isSuccess()) {
        return new Sockets(streams.channel(), datagrams.channel());
      }
      streams.channel().close().awaitUninterruptibly();
      if (where.getPort() != 0 || pick == PICKS_MAX) {
        throw refused(where, "UDP", datagrams.cause());
      }
    }
  }

  InetSocketAddress local() {
    return (InetSocketAddress) streams.localAddress();
  }

  Channel datagrams() {
    return datagrams;
  }

  /// Until now the system kept what came.
  void read() {
    datagrams.config().setAutoRead(true);
    streams.config().setAutoRead(true);
  }

  void close() {
    var _ = streams.close();
    var _ = datagrams.close();
  }

  private static ServerBootstrap streams(LoopThread thread, ChannelHandler acceptor) {
    return new ServerBootstrap()
        .group(thread.loop())
        .channelFactory(thread.servers())
        .option(ChannelOption.ALLOCATOR, ALLOCATOR)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.ALLOCATOR, ALLOCATOR)
        .childHandler(acceptor);
  }

  private static Bootstrap datagrams(
      LoopThread thread, InetSocketAddress where, ChannelHandler receiver) {
    SocketProtocolFamily family =
        where.getAddress() instanceof Inet4Address
            ? SocketProtocolFamily.INET
            : SocketProtocolFamily.INET6;
    return new Bootstrap()
        .group(thread.loop())
        .channelFactory(thread.datagrams(family))
        .option(ChannelOption.ALLOCATOR, ALLOCATOR)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.SO_RCVBUF, DATAGRAM_SOCKET_BYTES)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DATAGRAM_READ_BYTES))
        .handler(receiver);
  }

  private static IOException refused(InetSocketAddress where, String kind, Throwable cause) {
    String reason = NettyTransport.reason(cause);
    String at = where.getAddress().getHostAddress() + ":" + where.getPort();
    return reason.contains("in use")
        ? new IOException(
            kind + " port " + at + " is in use; stop what listens there or choose another", cause)
        : new IOException("cannot listen on " + kind + " port " + at + " (" + reason + ")", cause);
  }
}
