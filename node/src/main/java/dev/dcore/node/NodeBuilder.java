package dev.dcore.node;

import dev.dcore.io.runtime.NodeLoop;
import dev.dcore.io.runtime.SeedSources;
import dev.dcore.io.runtime.StartFailed;
import dev.dcore.kernel.cluster.MemberName;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.monitoring.Tracer;
import dev.dcore.kernel.runtime.GroupConfig;
import dev.dcore.kernel.store.StateMachine;
import dev.dcore.kernel.transport.Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a [Node] is started with. Only the name has no default. Confined to one thread.
public final class NodeBuilder {
  /// A disk that takes longer for three small files is not usable.
  private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(10);

  private @Nullable String name;
  private String cluster = "dcore";
  private String bind = "127.0.0.1:0";
  private @Nullable Address advertise;
  private final List<Address> seeds = new ArrayList<>();
  private final List<Path> seedFiles = new ArrayList<>();
  private final List<String> seedNames = new ArrayList<>();
  private @Nullable Path dataDirectory;
  private Map<String, String> tags = new TreeMap<>();
  private SwimConfig swim = SwimConfig.DEFAULT;
  private @Nullable Tracer tracer;
  private @Nullable GroupConfig group;
  private boolean insecure;
  private final List<Consumer<MemberChange>> listeners = new ArrayList<>();

  NodeBuilder() {}

  /// Unique in the cluster.
  public NodeBuilder name(String value) {
    name = value;
    return this;
  }

  /// The label that keeps two clusters apart; `dcore` unless given.
  public NodeBuilder cluster(String value) {
    cluster = value;
    return this;
  }

  /// `HOST:PORT` for datagrams and streams alike; port 0 takes any that is free. `127.0.0.1:0`
  /// unless given.
  public NodeBuilder bind(String value) {
    bind = value;
    return this;
  }

  /// Where others reach this node, when that is not where it listens.
  public NodeBuilder advertise(String value) {
    advertise = Address.parse(value);
    return this;
  }

  /// `HOST:PORT` of members to join through, any of which will do; a host name stands for all its
  /// addresses. It does no harm to name the node itself. With none at all, the node goes back to
  /// the members that its directory remembers, or begins a cluster.
  public NodeBuilder seeds(String... values) {
    for (String value : values) {
      seeds.add(Address.parse(value));
    }
    return this;
  }

  /// A file with one `HOST:PORT` a line, read again while the node runs. While it cannot be read,
  /// the node does not begin a cluster of its own.
  public NodeBuilder seedFile(Path value) {
    seedFiles.add(value);
    return this;
  }

  /// A host name of which every address, IPv4 and IPv6, is a seed: `NAME:PORT`, or `NAME` when all
  /// members listen on the port of this node. Asked again while the node runs; while it is not
  /// known, the node does not begin a cluster of its own.
  public NodeBuilder seedName(String value) {
    seedNames.add(value);
    return this;
  }

  /// Where the node keeps who it is; `.dcore/NAME` unless given. One node at a time uses it.
  public NodeBuilder dataDirectory(Path value) {
    dataDirectory = value;
    return this;
  }

  /// What the node says of itself.
  public NodeBuilder tags(Map<String, String> values) {
    tags = new TreeMap<>(values);
    return this;
  }

  /// How often and how patiently members are probed; the same for all members.
  public NodeBuilder swim(SwimConfig value) {
    swim = value;
    return this;
  }

  /// Makes the node one of a consensus group, with a replica of its state: what [Node#group] writes
  /// is on the disks of a majority when it is acknowledged.
  ///
  /// @param voters the ids of who votes before the group decides otherwise, the same on every node;
  ///   with none this node is the only one. [Node#identity] settles ids before a first start. A
  ///   node that is not among them learns what they decide.
  public NodeBuilder voters(String... voters) {
    List<NodeId> ids = new ArrayList<>();
    for (String voter : voters) {
      NodeId id = NodeId.parse(voter);
      if (id == null) {
        throw new IllegalArgumentException("\"" + voter + "\" is no id of a node");
      }
      ids.add(id);
    }
    GroupConfig before = group;
    GroupConfig fresh = GroupConfig.of(ids);
    group = before == null ? fresh : fresh.withMachine(before.machine());
    return this;
  }

  /// What the group replicates, in place of keys and values: the same on every node.
  public NodeBuilder stateMachine(StateMachine machine) {
    GroupConfig before = group;
    group = (before == null ? GroupConfig.of(List.of()) : before).withMachine(machine);
    return this;
  }

  /// Makes the node a client of a group that it is no part of, in place of [#voters].
  public NodeBuilder clientOf(String... voters) {
    voters(voters);
    group = group == null ? null : group.withoutReplica();
    return this;
  }

  /// Where trace events go, instead of to SLF4J (see [TraceLog]). Called on the loop.
  public NodeBuilder tracer(Tracer value) {
    tracer = value;
    return this;
  }

  /// Hears of all that happens from the start on, as with [Node#subscribe].
  public NodeBuilder listener(Consumer<MemberChange> value) {
    listeners.add(value);
    return this;
  }

  /// Lets the node listen off loopback, where everybody can read and forge what it says: there are
  /// no keys yet.
  public NodeBuilder insecure(boolean value) {
    insecure = value;
    return this;
  }

  /// Starts the node: when this returns, it knows who it is, listens, and is joining.
  ///
  /// @throws NodeFailed in one sentence: a port in use, a directory that cannot be used, …
  /// @throws IllegalArgumentException in one sentence, when a value above is not legal
  /// @throws InterruptedException when the caller was interrupted; then no node runs
  public Node start() throws NodeFailed, InterruptedException {
    String checkedName = MemberName.require("a member's name", name == null ? "" : name);
    InetSocketAddress socket = socket();
    Path directory = dataDirectory == null ? Path.of(".dcore", checkedName) : dataDirectory;
    Deliveries deliveries = new Deliveries();
    NodeLoop loop;
    try {
      loop =
          NodeLoop.start(
              new NodeLoop.Options(
                  MemberName.require("a cluster's label", cluster),
                  checkedName,
                  Metadata.of(tags),
                  seedSources(socket),
                  swim,
                  socket,
                  advertise,
                  directory,
                  group,
                  tracer == null ? new TraceLog() : tracer,
                  deliveries));
    } catch (StartFailed e) {
      throw new NodeFailed(String.valueOf(e.getMessage()), e);
    }
    Node node = new Node(checkedName, cluster, loop, deliveries, group != null);
    listeners.forEach(node::subscribe);
    node.awaitBooted(BOOT_TIMEOUT);
    return node;
  }

  /// Reads where to listen: as [Address#parse], but port 0 is legal and takes any that is free.
  ///
  /// @return unresolved when the host is not known
  /// @throws IllegalArgumentException in one sentence for people
  public static InetSocketAddress listenAddress(String text) {
    boolean anyPort = text.endsWith(":0");
    Address address = Address.parse(anyPort ? text.substring(0, text.length() - 1) + "1" : text);
    return new InetSocketAddress(address.host(), anyPort ? 0 : address.port());
  }

  private SeedSources seedSources(InetSocketAddress socket) {
    List<Address> names = new ArrayList<>();
    for (String name : seedNames) {
      boolean ported = name.indexOf(':') >= 0;
      if (!ported && socket.getPort() == 0) {
        throw new IllegalArgumentException(
            "the seeds' name "
                + name
                + " needs a port, since this node listens on any: "
                + name
                + ":PORT");
      }
      names.add(ported ? Address.parse(name) : new Address(name, socket.getPort()));
    }
    return new SeedSources(seeds, seedFiles, names);
  }

  private InetSocketAddress socket() throws NodeFailed {
    InetSocketAddress socket = listenAddress(bind);
    if (socket.isUnresolved()) {
      throw new NodeFailed(
          "the host of \"" + bind + "\" is not known: bind to an address of this machine");
    }
    if (!socket.getAddress().isLoopbackAddress() && !insecure) {
      throw new NodeFailed(
          bind
              + " is not a loopback address, and without keys everybody there could read and forge"
              + " messages: bind to 127.0.0.1, or accept it with --insecure");
    }
    if (socket.getAddress().isAnyLocalAddress() && advertise == null) {
      throw new NodeFailed(
          bind + " is every address of this machine: say with --advertise where others reach it");
    }
    return socket;
  }
}
