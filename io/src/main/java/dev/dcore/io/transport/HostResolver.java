package dev.dcore.io.transport;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns hosts into IP addresses without blocking the loop: a literal at once, a name by the
/// system's resolver on a thread of its own. Confined to the loop.
final class HostResolver {
  /// Hosts that are remembered; of more, those not used for longest are looked up again.
  private static final int HOSTS_MAX = 4_096;

  /// Lookups under way; a name on top of them is not found.
  private static final int LOOKUPS_MAX = 32;

  /// How long an answer is used before it is asked for again; meanwhile the old one serves.
  private static final Duration FRESH = Duration.ofSeconds(30);

  /// How long a name that was not found is not asked for again.
  private static final Duration UNKNOWN_FRESH = Duration.ofSeconds(1);

  private static final class Host {
    private final List<Consumer<@Nullable InetAddress>> waiting = new ArrayList<>();
    private @Nullable InetAddress address;
    private boolean literal;
    private boolean answered;
    private long answeredNanos;
    private boolean lookingUp;

    private boolean fresh() {
      Duration fresh = address == null ? UNKNOWN_FRESH : FRESH;
      return literal || (answered && System.nanoTime() - answeredNanos < fresh.toNanos());
    }
  }

  private final EventLoop loop;
  private final LinkedHashMap<String, Host> hosts = new LinkedHashMap<>(16, 0.75f, true);
  private int lookups;

  HostResolver(EventLoop loop) {
    this.loop = loop;
  }

  /// The address if it is known; otherwise null, and a lookup has begun.
  @Nullable InetAddress known(String host) {
    return host(host).address;
  }

  /// @param then gets the address, or null when the name is not known; later, unless it is known
  ///   already
  void resolve(String host, Consumer<@Nullable InetAddress> then) {
    Host entry = host(host);
    if (entry.address != null || !entry.lookingUp) {
      then.accept(entry.address);
    } else {
      entry.waiting.add(then);
    }
  }

  /// What is known of a host; unless that is fresh, a lookup has begun.
  private Host host(String host) {
    Host entry = hosts.get(host);
    if (entry == null) {
      entry = new Host();
      if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
        entry.address = InetAddress.ofLiteral(host);
        entry.literal = true;
      }
      hosts.put(host, entry);
      forgetEldest();
    }
    if (!entry.fresh() && !entry.lookingUp) {
      lookUp(host, entry);
    }
    return entry;
  }

  private void lookUp(String host, Host entry) {
    if (lookups >= LOOKUPS_MAX) {
      return;
    }
    lookups++;
    entry.lookingUp = true;
    Thread.ofPlatform().daemon().name("dcore-lookup").start(() -> ask(host, entry));
  }

  private void ask(String host, Host entry) {
    InetAddress found = find(host);
    try {
      loop.execute(() -> onFound(entry, found));
    } catch (RejectedExecutionException e) {
      // The node has stopped; nobody waits.
    }
  }

  private static @Nullable InetAddress find(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private void onFound(Host entry, @Nullable InetAddress found) {
    lookups--;
    entry.lookingUp = false;
    if (found != null) {
      entry.address = found;
    }
    entry.answered = true;
    entry.answeredNanos = System.nanoTime();
    List<Consumer<@Nullable InetAddress>> waiting = List.copyOf(entry.waiting);
    entry.waiting.clear();
    waiting.forEach(then -> then.accept(entry.address));
  }

  private void forgetEldest() {
    if (hosts.size() > HOSTS_MAX) {
      hosts.pollFirstEntry();
    }
  }
}
