package dev.dcore.node;

import dev.dcore.kernel.cluster.Member;
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

  Cluster(Node node, String label, Surveyor surveyor) {
    this.node = node;
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
    try (MemberEvents changes = node.events()) {
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
