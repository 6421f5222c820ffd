package dev.dcore.io.runtime;

import dev.dcore.io.RealTime;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.swim.SuspicionConfig;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.Outlet;
import dev.dcore.kernel.runtime.RuntimeTrace;
import dev.dcore.kernel.transport.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A node on loopback that remembers what it was told.
final class TestNode implements AutoCloseable {
  /// Ten times as fast as the defaults, so that a death takes two seconds.
  static final SwimConfig FAST = SwimConfig.DEFAULT.faster(10).with(SuspicionConfig.fixed(8));

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final Outlet NOBODY = delivery -> {};

  private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
  private final Queue<TraceEvent> traces = new ConcurrentLinkedQueue<>();
  private final AtomicLong tickets = new AtomicLong();
  private final NodeLoop loop;

  private TestNode(
      String name,
      Path directory,
      SeedSources seeds,
      InetSocketAddress bind,
      @Nullable Address advertise,
      Outlet outlet)
      throws StartFailed {
    loop =
        NodeLoop.start(
            new NodeLoop.Options(
                "test",
                name,
                Metadata.EMPTY,
                seeds,
                FAST,
                bind,
                advertise,
                directory.resolve(name),
                null,
                (nowNanos, event) -> traces.add(event),
                delivery -> {
                  deliveries.add(delivery);
                  outlet.deliver(delivery);
                }));
  }

  static TestNode start(String name, Path directory, Address... seeds) throws StartFailed {
    return new TestNode(name, directory, seeds(seeds), ANY_PORT, null, NOBODY);
  }

  static TestNode start(String name, Path directory, SeedSources seeds) throws StartFailed {
    return new TestNode(name, directory, seeds, ANY_PORT, null, NOBODY);
  }

  /// Begins a cluster.
  ///
  /// @param outlet is told what the node remembers
  static TestNode start(String name, Path directory, Outlet outlet) throws StartFailed {
    return new TestNode(name, directory, SeedSources.NONE, ANY_PORT, null, outlet);
  }

  /// Begins a cluster.
  static TestNode start(
      String name, Path directory, InetSocketAddress bind, @Nullable Address advertise)
      throws StartFailed {
    return new TestNode(name, directory, SeedSources.NONE, bind, advertise, NOBODY);
  }

  NodeLoop loop() {
    return loop;
  }

  Address address() {
    return loop.address();
  }

  /// Whether this node is up and sees exactly so many alive, itself included.
  boolean seesAlive(int count) {
    return phase() == Phase.UP && members().stream().filter(Member::alive).count() == count;
  }

  boolean sees(String name, MemberState state) {
    return members().stream()
        .anyMatch(member -> member.name().equals(name) && member.state() == state);
  }

  List<Member> members() {
    long ticket = tickets.incrementAndGet();
    if (!loop.submit(new Command.ListMembers(ticket))) {
      return List.of();
    }
    RealTime.await(() -> deliveries.stream().anyMatch(delivery -> answers(delivery, ticket)));
    return deliveries.stream()
        .filter(delivery -> answers(delivery, ticket))
        .map(delivery -> ((Delivery.Members) delivery).members())
        .findFirst()
        .orElse(List.of());
  }

  Phase phase() {
    Phase phase = Phase.STARTING;
    for (Delivery delivery : deliveries) {
      if (delivery instanceof Delivery.PhaseChanged changed) {
        phase = changed.phase();
      }
    }
    return phase;
  }

  /// Why it failed, or empty.
  String failure() {
    return deliveries.stream()
        .filter(Delivery.Failed.class::isInstance)
        .map(delivery -> ((Delivery.Failed) delivery).reason())
        .findFirst()
        .orElse("");
  }

  List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  List<TraceEvent> traces() {
    return List.copyOf(traces);
  }

  /// What it found in its directory, or null while it has not.
  RuntimeTrace.Booted booted() {
    return traces.stream()
        .filter(RuntimeTrace.Booted.class::isInstance)
        .map(RuntimeTrace.Booted.class::cast)
        .findFirst()
        .orElse(null);
  }

  /// Ends it as a crash would; closing it once more does nothing.
  void stop() {
    loop.close();
  }

  @Override
  public void close() {
    loop.close();
  }

  private static SeedSources seeds(Address... hosts) {
    return new SeedSources(List.of(hosts), List.of(), List.of());
  }

  private static boolean answers(Delivery delivery, long ticket) {
    return delivery instanceof Delivery.Members members && members.ticket() == ticket;
  }
}
