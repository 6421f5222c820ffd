package dev.dcore.io.transport;

import dev.dcore.io.RealWorld;
import dev.dcore.kernel.contracts.TransportEndpoint;
import dev.dcore.kernel.contracts.TransportHarness;
import dev.dcore.kernel.transport.Address;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/// Loopback, with an event loop for each endpoint.
final class RealNetwork extends RealWorld implements TransportHarness {
  private final List<LoopThread> threads = new ArrayList<>();

  @Override
  public TransportEndpoint open() {
    return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Override
  public TransportEndpoint reopen(Address address) {
    return open(new InetSocketAddress(address.host(), address.port()));
  }

  TransportEndpoint open(InetSocketAddress where) {
    LoopThread thread = LoopThread.start("endpoint-" + threads.size());
    threads.add(thread);
    EventLoop loop = thread.loop();
    try {
      NettyTransport transport = NettyTransport.bind(thread, where);
      TransportEndpoint endpoint =
          new TransportEndpoint(
              action -> loop.submit(action).syncUninterruptibly(),
              () -> {
                loop.submit(transport::close).syncUninterruptibly();
                stop(thread);
              });
      endpoint.attach(transport.local(), transport);
      loop.execute(() -> transport.open(endpoint::deliver));
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Address deadAddress() {
    // The system gives free ports out in an order of its own, so this one stays free for a while.
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Address(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the system's two socket buffers may hold, where it says so.
  @Override
  public long uncountedBytes() {
    return largest("/proc/sys/net/ipv4/tcp_wmem") + largest("/proc/sys/net/ipv4/tcp_rmem");
  }

  /// What the buffers of all transports of this process take outside of the heap.
  static long nativeBytes() {
    return ((UnpooledByteBufAllocator) Sockets.ALLOCATOR).metric().usedDirectMemory();
  }

  @Override
  public void close() {
    threads.forEach(RealNetwork::stop);
  }

  private static void stop(LoopThread thread) {
    try {
      thread.stop();
      if (!thread.awaitStopped()) {
        throw new IllegalStateException("a loop does not end");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long largest(String limits) {
    try (Scanner smallestDefaultLargest = new Scanner(Path.of(limits), StandardCharsets.US_ASCII)) {
      return smallestDefaultLargest.tokens().mapToLong(Long::parseLong).max().orElseThrow();
    } catch (IOException e) {
      // Not Linux, where buffers are smaller than this.
      return 8L << 20;
    }
  }
}
