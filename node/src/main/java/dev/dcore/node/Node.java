package dev.dcore.node;

import dev.dcore.io.runtime.IdentityDirectory;
import dev.dcore.io.runtime.NodeLoop;
import dev.dcore.io.runtime.SeedSources;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.ProtocolRange;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.cluster.swim.Evidence;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.transport.Address;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One member of a cluster, inside this program. Thread-safe; a user's code never runs on the
/// node's loop.
///
/// ```java
/// try (Node node = Node.builder().name("n1").seeds("127.0.0.1:7102").start()) {
///   node.awaitUp(Duration.ofSeconds(10));
///   node.subscribe(change -> System.out.println(change));
/// }
/// ```
public final class Node implements AutoCloseable {
  /// A step takes microseconds; a loop that has not answered by then hangs.
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  /// How long [#close] waits for the others to be told; the protocol's own limit is a second.
  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final String name;
  private final NodeLoop loop;
  private final Deliveries deliveries;
  private final Cluster cluster;
  private final NodeStore store;
  private final @Nullable Group group;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Object tagsLock = new Object();
  private volatile List<Member> lastMembers = List.of();

  Node(String name, String label, NodeLoop loop, Deliveries deliveries, boolean grouped) {
    this.name = name;
    this.loop = loop;
    this.deliveries = deliveries;
    this.store = new NodeStore(loop, deliveries);
    this.group = grouped ? new Group(loop, deliveries) : null;
    this.cluster =
        new Cluster(
            this,
            label,
            new Surveyor(this, loop, deliveries),
            deliveries.stableViews(),
            new EventSender(loop, deliveries));
  }

  public static NodeBuilder builder() {
    return new NodeBuilder();
  }

  public String name() {
    return name;
  }

  /// Where others reach it.
  public Address address() {
    return loop.address();
  }

  public Cluster cluster() {
    return cluster;
  }

  /// What this node keeps for itself. It opens with the first request.
  public NodeStore store() {
    return store;
  }

  /// The consensus group that this node belongs to, if it was started as one of it.
  public Optional<Group> group() {
    return Optional.ofNullable(group);
  }

  /// The id of the node that keeps its data in this directory; one that has none gets it now, so
  /// that the voters of a group can be named before any of them runs.
  ///
  /// @throws IOException when the directory cannot be used, or what is there is damaged
  public static NodeId identity(Path dataDirectory) throws IOException {
    return IdentityDirectory.settle(dataDirectory);
  }

  /// The node's own lifecycle.
  public Phase phase() {
    return deliveries.phase();
  }

  /// Why it is in this phase, in one sentence, or empty: why a seed refuses a joining node.
  public String phaseDetail() {
    return deliveries.phaseDetail();
  }

  /// A snapshot, this node first; of a stopped node, the last that was asked for.
  ///
  /// @throws IllegalStateException when the node lives but has too many commands to carry out, or
  ///   does not answer: an old list would look like a new one
  public List<Member> members() {
    if (!stopped.get()) {
      try {
        Delivery answer =
            deliveries
                .ask(loop::submit, Command.ListMembers::new)
                .get(ANSWER_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        lastMembers = ((Delivery.Members) answer).members();
      } catch (ExecutionException e) {
        if (!loop.isStopped()) {
          throw new IllegalStateException("the node has too many commands to carry out", e);
        }
        return lastMembers;
      } catch (TimeoutException e) {
        throw new IllegalStateException("the node's loop does not answer", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while asking the node's loop", e);
      }
    }
    return lastMembers;
  }

  /// How well this node is, as it thinks itself.
  ///
  /// @return fails with `IllegalStateException` when the node is stopped
  public CompletableFuture<NodeHealth> health() {
    return deliveries
        .ask(loop::submit, Command.AskHealth::new)
        .thenApply(
            answer -> {
              Delivery.Health health = (Delivery.Health) answer;
              return new NodeHealth(health.viewAgreement(), health.localHealth());
            });
  }

  /// Watches the members at the watcher's own pace; close it when done.
  public Watch<MemberChange> events() {
    return deliveries.watch(loop::submit);
  }

  /// Calls the listener with every change, one at a time and in order, on a virtual thread of its
  /// own. What it throws is logged.
  public Subscription subscribe(Consumer<MemberChange> listener) {
    Watch<MemberChange> events = events();
    Thread.ofVirtual().name("dcore-listener").start(() -> pump(events, listener));
    return events::close;
  }

  /// Calls the listener with every stable view that this node comes to hold, the one that it holds
  /// already first, one at a time and in order, on a virtual thread of its own. What it throws is
  /// logged.
  public Subscription subscribeStableView(Consumer<StableView> listener) {
    Watch<StableView> events = cluster.stableViewEvents();
    Thread.ofVirtual().name("dcore-listener").start(() -> pump(events, listener));
    return events::close;
  }

  /// Why this node believes what it believes of a member; it may ask another node for its record.
  ///
  /// @param member a name or an id
  /// @return empty when this node knows no such member; fails with `IllegalStateException` when the
  ///   node is stopped
  public CompletableFuture<Optional<Explanation>> explain(String member) {
    return CompletableFuture.supplyAsync(() -> explainNow(member), Deliveries.CALLBACKS);
  }

  /// Replaces what this node says of itself.
  ///
  /// @throws IllegalArgumentException in one sentence when the tags are too large or not legal
  /// @throws IllegalStateException when the node is stopped, or has too many commands to carry out
  public void tags(Map<String, String> tags) {
    Command command = new Command.SetMetadata(Metadata.of(tags));
    synchronized (tagsLock) {
      if (!loop.submit(command)) {
        throw new IllegalStateException(
            "the node is stopped, or has too many commands to carry out");
      }
    }
  }

  /// Changes single tags; no other change of them comes in between.
  ///
  /// @param set keys and their new values
  /// @param delete keys, which need not be there
  /// @return all tags afterwards, by key
  /// @throws IllegalArgumentException as [#tags(Map)]
  /// @throws IllegalStateException as [#tags(Map)]
  public Map<String, String> changeTags(Map<String, String> set, Collection<String> delete) {
    synchronized (tagsLock) {
      Map<String, String> changed = tags();
      delete.forEach(changed::remove);
      changed.putAll(set);
      tags(changed);
      return changed;
    }
  }

  /// What this node says of itself, by key.
  ///
  /// @throws IllegalStateException as [#members], and when the node was stopped before it was asked
  public Map<String, String> tags() {
    return self().metadata().asMap();
  }

  /// Asks that member to let this node in, once: the two clusters, of which this node's may be
  /// itself alone, become one. Nobody has to be the seed of anybody. Blocks while a name is looked
  /// up.
  ///
  /// @param member `HOST:PORT` where it listens for members
  /// @return all addresses that were asked; who answered, [#members] says a little later
  /// @throws IllegalArgumentException in one sentence for people
  /// @throws UnknownHostException when the host's name is not known
  public List<Address> join(String member) throws UnknownHostException {
    List<Address> asked = SeedSources.resolve(Address.parse(member));
    asked.forEach(each -> loop.submit(new Command.Join(each)));
    return asked;
  }

  /// Says that this node wants no new work, or that it takes it again. It stays a member like any
  /// other, and all see its phase.
  ///
  /// @return the phase that the node is in now: another than `DRAINING` or `UP` when it is not up
  ///   yet or is leaving; fails with `IllegalStateException` when the node is stopped
  public CompletableFuture<Phase> drain(boolean on) {
    return deliveries
        .ask(loop::submit, ticket -> new Command.Drain(ticket, on))
        .thenApply(answer -> ((Delivery.Drained) answer).phase());
  }

  /// Says on behalf of a member that is gone for good that it has left, so that nobody waits for it
  /// any longer. A member that lives takes it back itself, within a moment.
  ///
  /// @param member a name or an id
  /// @return the member as it was before, or empty when this node knows no such member; fails with
  ///   `IllegalStateException` when the node is stopped
  public CompletableFuture<Optional<Member>> forceLeave(String member) {
    return deliveries
        .ask(loop::submit, ticket -> new Command.ForceLeave(ticket, member))
        .thenApply(answer -> Optional.ofNullable(((Delivery.ForcedToLeave) answer).before()));
  }

  /// The version of the protocol that this node and all living members speak, or 0 when they share
  /// none.
  public int protocol() {
    return ProtocolRange.spokenBy(
        members().stream()
            .filter(member -> member.state().participates())
            .map(Member::protocol)
            .toList());
  }

  /// Waits until a seed has let this node in, or until it has begun a cluster of its own.
  ///
  /// @throws NodeFailed when the time is over or the node has stopped; says why
  public Node awaitUp(Duration timeout) throws NodeFailed, InterruptedException {
    try {
      deliveries.up().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return this;
    } catch (ExecutionException e) {
      throw NodeFailed.of(e);
    } catch (TimeoutException _) {
      String why = phaseDetail().isEmpty() ? "no seed has answered" : phaseDetail();
      throw new NodeFailed(name + " is not up after " + timeout.toMillis() + " ms: " + why);
    }
  }

  /// Tells the others that this node goes, and stops it. Done when it has stopped; fails with
  /// [NodeFailed] when it had stopped by itself.
  public CompletableFuture<Void> leave() {
    if (!stopped.get()) {
      loop.submit(new Command.Leave());
    }
    return deliveries.down().whenComplete((_, _) -> halt());
  }

  /// Done when this node has stopped, for whatever reason; fails with [NodeFailed] when that was by
  /// itself.
  public CompletableFuture<Void> whenDown() {
    return deliveries.down().copy();
  }

  /// Leaves, waiting a few seconds at most, and stops.
  @Override
  public void close() {
    try {
      leave().get(LEAVE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("left without telling everybody", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      halt();
    }
  }

  /// Stops at once and tells nobody: the others will find it dead. For tests and for emergencies.
  public void halt() {
    if (stopped.compareAndSet(false, true)) {
      loop.close();
      deliveries.stop();
    }
  }

  /// Waits until the data directory has said who this node is.
  void awaitBooted(Duration timeout) throws NodeFailed, InterruptedException {
    try {
      deliveries.booted().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      halt();
      throw NodeFailed.of(e);
    } catch (InterruptedException e) {
      halt(); // Whoever called has no node that could be stopped.
      throw e;
    } catch (TimeoutException _) {
      halt();
      throw new NodeFailed(
          "the data directory does not answer within "
              + timeout.toSeconds()
              + " s: check its disk");
    }
  }

  private Member self() {
    List<Member> members = members();
    if (members.isEmpty()) {
      throw new IllegalStateException("the node is stopped");
    }
    return members.getFirst();
  }

  private Optional<Explanation> explainNow(String member) {
    Delivery answer =
        deliveries.ask(loop::submit, ticket -> new Command.Explain(ticket, member)).join();
    Delivery.Explained explained = (Delivery.Explained) answer;
    Instant now = Instant.now();
    Evidence own = explained.own();
    if (own == null) {
      Member self = self();
      return self.name().equals(member) || self.id().toString().equals(member)
          ? Optional.of(ofSelf(self, now))
          : Optional.empty();
    }
    Evidence accuser = explained.accuser();
    return Optional.of(
        new Explanation(
            own.name(),
            own.target().toString(),
            own.state(),
            own.incarnation(),
            name,
            now,
            Explanation.steps(now, own),
            own.accuserName(),
            accuser == null ? null : Explanation.steps(now, accuser),
            explained.note()));
  }

  private Explanation ofSelf(Member self, Instant now) {
    MemberState state = self.state();
    return new Explanation(
        name,
        self.id().toString(),
        state,
        self.incarnation(),
        name,
        now,
        List.of(),
        "",
        null,
        "a node has no evidence about itself; ask another one");
  }

  private static <T> void pump(Watch<T> events, Consumer<T> listener) {
    try {
      while (true) {
        T change = events.poll(Duration.ofDays(1));
        if (change != null) {
          call(listener, change);
        } else if (events.isClosed()) {
          return;
        }
      }
    } catch (InterruptedException _) {
      events.close();
    }
  }

  private static <T> void call(Consumer<T> listener, T change) {
    try {
      listener.accept(change);
    } catch (RuntimeException e) {
      LOG.warn("a listener failed on {}", change, e);
    }
  }
}
