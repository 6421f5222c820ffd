package dev.dcore.io.runtime;

import dev.dcore.io.identity.SystemEntropy;
import dev.dcore.io.persistence.DirectoryLock;
import dev.dcore.io.persistence.FileDisk;
import dev.dcore.io.transport.LoopThread;
import dev.dcore.io.transport.NettyTransport;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.ProtocolRange;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.monitoring.Tracer;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.GroupConfig;
import dev.dcore.kernel.runtime.NodeConfig;
import dev.dcore.kernel.runtime.NodeRuntime;
import dev.dcore.kernel.runtime.Outlet;
import dev.dcore.kernel.runtime.Ports;
import dev.dcore.kernel.runtime.RuntimeInput;
import dev.dcore.kernel.runtime.RuntimeTrace;
import dev.dcore.kernel.transport.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node in the real world: a thread that waits for packets, completed writes, an alarm and
/// commands, and steps the node's [NodeRuntime] with each.
///
/// Its methods are safe for use by several threads. Tracer and outlet are called on the loop.
public final class NodeLoop implements AutoCloseable {
  /// Commands that wait for the loop. They come from people and their programs; so many mean that
  /// somebody asks in a loop, and what comes on top is not taken.
  public static final int COMMANDS_MAX = 1_024;

  /// How long [#close] waits for a disk that stalls.
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);

  /// What a node is started with.
  ///
  /// @param cluster the label that keeps two clusters apart
  /// @param name unique in its cluster
  /// @param seeds whom it asks to join; none begins a cluster, unless the directory remembers one
  /// @param bind where it listens, for UDP and TCP alike; port 0 picks a free one
  /// @param advertise where others reach it, or null when that is where it listens
  /// @param dataDirectory made if there is none; one node at a time
  /// @param group the consensus group that it belongs to, or null for none
  /// @param tracer called on the loop
  /// @param outlet called on the loop; [Delivery.Failed] is its last
  public record Options(
      String cluster,
      String name,
      Metadata metadata,
      SeedSources seeds,
      SwimConfig swim,
      InetSocketAddress bind,
      @Nullable Address advertise,
      Path dataDirectory,
      @Nullable GroupConfig group,
      Tracer tracer,
      Outlet outlet) {}

  private final Options options;
  private final Address address;
  private final LoopThread thread;
  private final NettyTransport transport;
  private final FileDisk disk;
  private final LoopAlarm alarm;
  private final DirectoryLock lock;
  private final NodeRuntime runtime;
  private final AtomicInteger commands = new AtomicInteger();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  // Confined to the loop.
  private @Nullable SeedWatch seedWatch;
  private long lastNanos;
  private boolean stepping;
  private boolean failed;
  private boolean stopped;

  private NodeLoop(
      Options options, DirectoryLock lock, LoopThread thread, NettyTransport transport) {
    this.options = options;
    this.lock = lock;
    this.thread = thread;
    this.transport = transport;
    this.address = options.advertise() != null ? options.advertise() : transport.local();
    this.disk =
        new FileDisk(
            options.name(),
            options.dataDirectory(),
            event -> later(() -> step(new RuntimeInput.Storage(event))));
    this.alarm = new LoopAlarm(thread.loop(), () -> step(new RuntimeInput.Woken()));
    SystemEntropy entropy = new SystemEntropy();
    this.runtime =
        new NodeRuntime(
            new NodeConfig(
                options.cluster(),
                options.swim(),
                new Swim.Settings(
                    options.name(),
                    address,
                    options.metadata(),
                    options.seeds().literals(),
                    options.seeds().moving(),
                    ProtocolRange.OURS),
                options.group()),
            new Ports(transport, disk, alarm, entropy, options.tracer(), this::deliver),
            Choices.seeded(entropy.nextLong(), options.name()));
  }

  /// Starts a node and returns at once; how it goes on is told to the outlet.
  ///
  /// @throws StartFailed when it cannot even begin; nothing is left behind but the directory
  public static NodeLoop start(Options options) throws StartFailed {
    requireUsable(options);
    DirectoryLock lock = null;
    LoopThread thread = null;
    try {
      lock = DirectoryLock.acquire(options.dataDirectory());
      thread = LoopThread.start(options.name());
      NettyTransport transport = NettyTransport.bind(thread, options.bind());
      NodeLoop node = new NodeLoop(options, lock, thread, transport);
      thread.loop().execute(node::begin);
      lock = null;
      thread = null;
      return node;
    } catch (IOException | IllegalArgumentException e) {
      throw new StartFailed(String.valueOf(e.getMessage()), e);
    } finally {
      undo(thread, lock);
    }
  }

  /// Where others reach this node.
  public Address address() {
    return address;
  }

  /// The clock of all that this node says, in nanoseconds.
  public long nowNanos() {
    return MonotonicClock.nowNanos();
  }

  /// Gives the node a command.
  ///
  /// @return whether it was taken: not after the node has stopped, nor above [#COMMANDS_MAX]
  public boolean submit(Command command) {
    if (closing.get() || commands.incrementAndGet() > COMMANDS_MAX) {
      commands.decrementAndGet();
      return false;
    }
    return later(
        () -> {
          commands.decrementAndGet();
          step(new RuntimeInput.Asked(command));
        });
  }

  /// Whether it takes no command any more, whatever room there is.
  public boolean isStopped() {
    return closing.get();
  }

  /// Stops the node as a crash would: nobody is told. When it returns, its threads, its port and
  /// its directory are free. Called on the loop, as from an outlet, it does not wait.
  @Override
  public void close() {
    beginClose();
    if (!thread.loop().inEventLoop()) {
      awaitClosed();
    }
  }

  private void begin() {
    transport.open(event -> step(new RuntimeInput.Network(event)));
    step(new RuntimeInput.Start());
    if (!stopped) {
      seedWatch =
          SeedWatch.start(
              options.name(), options.seeds(), InetAddress::getAllByName, this::onSeeds);
    }
  }

  /// On the watch's thread.
  private void onSeeds(SeedWatch.Found found) {
    later(() -> step(new RuntimeInput.Asked(new Command.UseSeeds(found.seeds(), found.trouble()))));
  }

  private void step(RuntimeInput input) {
    if (stopped) {
      return;
    }
    if (stepping) {
      onBug(new IllegalStateException("a step within a step"));
      return;
    }
    stepping = true;
    try {
      lastNanos = Math.max(lastNanos, MonotonicClock.nowNanos());
      runtime.step(lastNanos, input);
    } catch (Throwable bug) {
      onBug(bug);
    } finally {
      stepping = false;
    }
    if (failed) {
      stop();
    }
  }

  private boolean later(Runnable task) {
    try {
      thread.loop().execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      // The loop has ended; what comes now comes too late.
      return false;
    }
  }

  private void deliver(Delivery delivery) {
    failed |= delivery instanceof Delivery.Failed;
    options.outlet().deliver(delivery);
  }

  /// A broken invariant, or any other bug, here or in the embedder's outlet: what the node knows is
  /// no longer to be trusted, so it stops.
  private void onBug(Throwable bug) {
    String reason = "stopped by a bug: " + bug;
    LOG.error("Node {} {}", options.name(), reason, bug);
    boolean told = failed;
    failed = true;
    try {
      options.tracer().trace(lastNanos, new RuntimeTrace.Halted(reason));
      if (!told) {
        options.outlet().deliver(new Delivery.Failed(reason));
      }
    } catch (RuntimeException e) {
      LOG.error("Node {} could not tell that it stopped", options.name(), e);
    }
  }

  private void stop() {
    stopped = true;
    beginClose();
  }

  private void beginClose() {
    if (closing.compareAndSet(false, true)) {
      later(this::closeAll);
      thread.stop();
    }
  }

  /// The last task of the loop.
  private void closeAll() {
    stopped = true;
    alarm.wakeAt(Long.MAX_VALUE);
    if (seedWatch != null) {
      seedWatch.close();
    }
    transport.close();
    // The lock is the last to go: while an operation is under way, the directory is not free.
    disk.close(
        () -> {
          lock.release();
          closed.countDown();
        });
  }

  private void awaitClosed() {
    try {
      boolean free =
          thread.awaitStopped()
              && closed.await(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)
              && disk.awaitClosed(CLOSE_WAIT);
      if (!free) {
        LOG.warn(
            "Node {} stopped, but its disk is still busy; its directory stays locked till then",
            options.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void requireUsable(Options options) throws StartFailed {
    if (options.bind().isUnresolved()) {
      throw new StartFailed(
          "the host name " + options.bind().getHostString() + " to listen on is not known", null);
    }
    if (options.advertise() == null && options.bind().getAddress().isAnyLocalAddress()) {
      throw new StartFailed(
          "a node that listens on every address must be told which one others reach it at:"
              + " give an address to advertise",
          null);
    }
  }

  private static void undo(@Nullable LoopThread thread, @Nullable DirectoryLock lock) {
    try {
      if (thread != null) {
        thread.stop();
        thread.awaitStopped();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (lock != null) {
        lock.release();
      }
    }
  }
}
