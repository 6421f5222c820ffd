package dev.dcore.io.transport;

import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;

/// Hands datagrams to the node. What is too large is dropped; nothing that arrives, and no error of
/// the network, closes the socket.
final class DatagramReceiver extends SimpleChannelInboundHandler<DatagramPacket> {
  private final NettyTransport transport;

  DatagramReceiver(NettyTransport transport) {
    this.transport = transport;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    if (packet.content().readableBytes() <= Transport.DATAGRAM_BYTES_MAX
        && packet.sender().getPort() != 0) {
      transport.onReceived(
          new TransportEvent.DatagramReceived(
              NettyTransport.address(packet.sender()), ByteBufUtil.getBytes(packet.content())));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A datagram that could not be sent is a lost datagram.
  }
}
