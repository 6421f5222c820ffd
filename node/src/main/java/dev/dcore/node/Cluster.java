package dev.dcore.node;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.stable.StableView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// The cluster as one node sees it. Thread-safe.
public final class Cluster {
  private final Node node;
  private final String label;
  private final Surveyor surveyor;
  private final Feed<StableView> stableViews;
  private final EventSender sender;

  Cluster(
      Node node,
      String label,
      Surveyor surveyor,
      Feed<StableView> stableViews,
      EventSender sender) {
    this.sender = sender;
    this.node = node;
    this.stableViews = stableViews;
    this.label = label;
    this.surveyor = surveyor;
  }

  /// What keeps two clusters apart.
  public String label() {
    return label;
  }

  /// A snapshot, the own node first.
  public List<Member> members() {
    return node.members();
  }

  /// Those that the node believes alive, itself included.
  public List<Member> alive() {
    return members().stream().filter(Member::alive).toList();
  }

  public Optional<Member> member(String name) {
    return members().stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /// Where the members are. It asks each of them, which takes two seconds when one is silent.
  ///
  /// @return fails with `IllegalStateException` when the node is stopped or asks too much already
  public CompletableFuture<Topology> topology() {
    return surveyor.topology();
  }

  /// Who can reach whom directly; asks as [#topology] does, and fails as it.
  public CompletableFuture<Reachability> reachability() {
    return surveyor.reachability();
  }

  /// The round trip between two members, by name or id; asks only these two.
  ///
  /// @return fails as [#topology] does, and with `NoSuchElementException` for an unknown member
  public CompletableFuture<RoundTrip> roundTrip(String from, String to) {
    return surveyor.roundTrip(from, to);
  }

  /// The stable view that the node holds: it changes rarely, in numbered steps, and all who hold
  /// the view of a number hold the same. Whether this process is in it, [StableView#contains] says.
  ///
  /// @return empty while the node holds none yet
  public Optional<StableView> stableView() {
    return stableViews.latest();
  }

  /// Watches the stable view at the watcher's own pace; close it when done.
  public Watch<StableView> stableViewEvents() {
    return stableViews.watchLatest();
  }

  /// Waits until the stable view that the node holds is as wanted.
  ///
  /// @param wanted asked about each view, on the calling thread
  /// @return whether it is
  public boolean awaitStableView(Predicate<StableView> wanted, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Watch<StableView> views = stableViewEvents()) {
      long remaining = timeout.toNanos();
      while (remaining > 0 && !views.isClosed()) {
        StableView view = views.poll(Duration.ofNanos(remaining));
        if (view != null && wanted.test(view)) {
          return true;
        }
        remaining = deadline - System.nanoTime();
      }
      return false;
    }
  }

  /// Tells all members something, this one included: who takes part now, and is not cut off, hears
  /// of it within a second or two, with high probability, and once. Nobody hears of it later.
  ///
  /// @param name 1 to 64 characters of `a-z A-Z 0-9 . _ -`
  /// @param payload at most 512 bytes
  /// @return done when it is on its way; fails with [EventRefused] when it cannot be sent, say when
  ///   too many are under way
  public CompletableFuture<Void> sendEvent(String name, byte[] payload) {
    return sender.send(name, payload, false);
  }

  /// As [#sendEvent], but it replaces older ones of its name that are still under way: a member may
  /// not hear those, and never hears one after a newer one.
  public CompletableFuture<Void> sendLatest(String name, byte[] payload) {
    return sender.send(name, payload, true);
  }

  /// Watches the events that all members send, from now on, at the watcher's own pace; close it
  /// when done.
  public ClusterEvents events() {
    return new ClusterEvents(node.events());
  }

  /// Waits until the node sees this many members alive, itself included, or more.
  ///
  /// @return whether it does
  public boolean awaitMembers(int count, Duration timeout) throws InterruptedException {
    return await(members -> members.stream().filter(Member::alive).count() >= count, timeout);
  }

  /// Waits until the node's view is as wanted.
  ///
  /// @param wanted asked again after each change, on the calling thread
  /// @return whether it is
  public boolean await(Predicate<List<Member>> wanted, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Watch<MemberChange> changes = node.events()) {
      while (true) {
        if (wanted.test(members())) {
          return true;
        }
        long remaining = deadline - System.nanoTime();
        if (remaining <= 0 || changes.isClosed()) {
          return false;
        }
        changes.poll(Duration.ofNanos(remaining));
      }
    }
  }
}
