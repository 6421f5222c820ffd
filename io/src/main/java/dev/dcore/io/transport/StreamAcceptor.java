package dev.dcore.io.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Brings connections that peers open to the transport.
@ChannelHandler.Sharable
final class StreamAcceptor extends ChannelInitializer<Channel> {
  private final NettyTransport transport;

  StreamAcceptor(NettyTransport transport) {
    this.transport = transport;
  }

  @Override
  protected void initChannel(Channel channel) {
    SocketAddress from = channel.remoteAddress();
    if (from instanceof InetSocketAddress peer) {
      transport.onAccepted(channel, peer);
    } else {
      // It was closed again before it was accepted.
      var _ = channel.close();
    }
  }
}
