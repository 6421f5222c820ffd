package dev.dcore.io.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The one thread of a node: it waits for sockets, timers and tasks, and sleeps when there are
/// none.
///
/// It uses the system's own readiness calls where Netty has them (epoll on Linux), and the JDK's
/// elsewhere.
public final class LoopThread {
  /// How long the tasks that are left may take at the end.
  private static final int STOP_SECONDS_MAX = 5;

  private final SingleThreadIoEventLoop loop;
  private final boolean epoll;

  private LoopThread(SingleThreadIoEventLoop loop, boolean epoll) {
    this.loop = loop;
    this.epoll = epoll;
  }

  /// The thread is a daemon and begins with its first task.
  public static LoopThread start(String name) {
    boolean epoll = Epoll.isAvailable();
    return new LoopThread(
        new SingleThreadIoEventLoop(
            null,
            new DefaultThreadFactory("dcore-loop-" + name, true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()),
        epoll);
  }

  public EventLoop loop() {
    return loop;
  }

  /// Ends the thread after the tasks that are there, with all its sockets. Not waited for.
  public void stop() {
    var _ = loop.shutdownGracefully(0, STOP_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /// Not to be called on the loop.
  ///
  /// @return whether the thread has ended
  public boolean awaitStopped() throws InterruptedException {
    return loop.awaitTermination(STOP_SECONDS_MAX + 1, TimeUnit.SECONDS);
  }

  ChannelFactory<Channel> datagrams(SocketProtocolFamily family) {
    return () -> epoll ? new EpollDatagramChannel(family) : new NioDatagramChannel(family);
  }

  ChannelFactory<ServerChannel> servers() {
    return () -> epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
  }

  ChannelFactory<Channel> clients() {
    return () -> epoll ? new EpollSocketChannel() : new NioSocketChannel();
  }
}
