package dev.dcore.io.transport;

import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Transport;
import dev.dcore.kernel.transport.TransportEvent;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A stream that this node opened to one peer, with its outbox.
///
/// ```text
///              connected               broken, closed by the peer, stalled
///   OPENING ----------------> OPEN -----------------------------------------> CLOSED
///      |                        |  nothing to send for a while, silently         ^
///      |                        +------------------------------------------------+
///      +-------------------------------- not connected --------------------------+
/// ```
///
/// Frames wait here as the node gave them, and go to the socket in chunks, as many as it takes: so
/// Netty holds no more than a chunk or two of native memory for a peer that does not read.
final class OutboundStream extends ChannelInboundHandlerAdapter {
  /// How much of a frame is handed to the socket at once, and how finely progress is seen.
  static final int CHUNK_BYTES = 64 << 10;

  private enum State {
    OPENING,
    OPEN,
    CLOSED
  }

  private final NettyTransport transport;
  private final Address to;
  private final Deque<byte[]> outbox = new ArrayDeque<>();
  private State state = State.OPENING;
  private @Nullable Channel channel;
  private int headOffset;
  private long heldBytes;
  private boolean full;
  private boolean pumping;

  OutboundStream(NettyTransport transport, Address to) {
    this.transport = transport;
    this.to = to;
  }

  Address to() {
    return to;
  }

  /// Queues a frame. What comes after the stream broke is lost with the rest: the node has yet to
  /// hear of it.
  void send(long ticket, byte[] frame) {
    if (state == State.CLOSED) {
      return;
    }
    if (heldBytes + frame.length > Transport.OUTBOX_BYTES_MAX) {
      full = true;
      transport.emit(new TransportEvent.StreamFull(to, ticket));
      return;
    }
    heldBytes += frame.length;
    outbox.add(frame);
    pump();
  }

  void onConnect(ChannelFuture connecting) {
    if (state == State.CLOSED) {
      var _ = connecting.channel().close();
    } else if (connecting.isSuccess()) {
      state = State.OPEN;
      channel = connecting.channel();
      pump();
    } else {
      fail("no connection: " + NettyTransport.reason(connecting.cause()));
    }
  }

  /// Ends the stream and says so.
  void fail(String reason) {
    if (state != State.CLOSED) {
      end();
      transport.onOutboundClosed(this, reason);
    }
  }

  /// Ends the stream; the node is not told.
  void end() {
    state = State.CLOSED;
    outbox.clear();
    heldBytes = 0;
    if (channel != null) {
      var _ = channel.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    pump();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail("the peer closed the stream");
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
    fail("the peer sent bytes on a stream that goes the other way");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail("the stream broke: " + NettyTransport.reason(cause));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent) {
      if (heldBytes > 0) {
        fail("the peer took nothing for " + NettyTransport.OUTBOUND_IDLE.toSeconds() + " s");
      } else {
        end();
        transport.forget(this);
      }
    }
  }

  private void pump() {
    Channel socket = channel;
    if (socket == null || pumping) {
      return;
    }
    pumping = true;
    while (!outbox.isEmpty() && socket.isWritable()) {
      writeChunk(socket, outbox.getFirst());
      if (outbox.isEmpty() || !socket.isWritable()) {
        // It may be writable again right after, or the stream may be closed and the outbox empty.
        socket.flush();
      }
    }
    pumping = false;
  }

  private void writeChunk(Channel socket, byte[] frame) {
    int bytes = Math.min(CHUNK_BYTES, frame.length - headOffset);
    ChannelFuture written = socket.write(Unpooled.wrappedBuffer(frame, headOffset, bytes));
    headOffset += bytes;
    if (headOffset == frame.length) {
      headOffset = 0;
      outbox.removeFirst();
    }
    written.addListener(future -> onWritten(bytes));
  }

  private void onWritten(int bytes) {
    if (state == State.CLOSED) {
      return;
    }
    heldBytes -= bytes;
    if (full && heldBytes <= Transport.OUTBOX_BYTES_MAX / 2) {
      full = false;
      transport.emit(new TransportEvent.StreamWritable(to));
    }
  }
}
