package dev.dcore.io.transport;

import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import org.jspecify.annotations.Nullable;

/// A stream that a peer opened: cuts bytes into frames and keeps the window.
///
/// A frame's own first four bytes are its length (see [dev.dcore.kernel.transport.Frame]). One that
/// is out of bounds closes the connection; memory is taken as bytes arrive, never for what a length
/// promises. When the node has not consumed a window's worth, the socket is no longer read, so that
/// TCP slows the peer.
final class InboundStream extends LengthFieldBasedFrameDecoder {
  private final NettyTransport transport;
  private final long id;
  private final Channel channel;
  private final Address from;
  private long unconsumed;
  private int partial;

  InboundStream(NettyTransport transport, long id, Channel channel, Address from) {
    super(Transport.STREAM_FRAME_BYTES_MAX, 0, Integer.BYTES, -Integer.BYTES, 0);
    this.transport = transport;
    this.id = id;
    this.channel = channel;
    this.from = from;
  }

  /// The node has finished with this many bytes.
  void consumed(int bytes) {
    unconsumed -= bytes;
    if (unconsumed <= Transport.WINDOW_BYTES) {
      channel.config().setAutoRead(true);
    }
  }

  void close() {
    var _ = channel.close();
  }

  @Override
  protected @Nullable Object decode(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
    Object decoded = super.decode(ctx, in);
    if (decoded instanceof ByteBuf frame) {
      holdPartial(0);
      byte[] bytes = ByteBufUtil.getBytes(frame);
      frame.release();
      unconsumed += bytes.length;
      if (unconsumed > Transport.WINDOW_BYTES) {
        channel.config().setAutoRead(false);
      }
      transport.onReceived(new TransportEvent.StreamReceived(id, from, bytes));
    } else {
      holdPartial(in.readableBytes());
    }
    // Nothing goes further up the pipeline.
    return null;
  }

  /// The decoder's own way asks for more bytes whenever a read gave no frame to the next handler,
  /// which here is always; the window alone decides when to read.
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    discardSomeReadBytes();
    ctx.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    // A peer closes what it does not use, so one that is silent for longer is gone. When it is this
    // node that does not read, silence says nothing.
    if (event instanceof IdleStateEvent && unconsumed == 0) {
      close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    // First the decoder looks at what is left, and counts it.
    super.channelInactive(ctx);
    holdPartial(0);
    transport.onInboundClosed(id);
  }

  private void holdPartial(int bytes) {
    boolean grew = bytes > partial;
    boolean withinBounds = transport.holdPartial(bytes - partial);
    partial = bytes;
    if (grew && !withinBounds) {
      close();
    }
  }
}
