package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a node stands in its group, for people.
///
/// @param leader null when nobody is known
/// @param durable the last entry that is on this node's disk
/// @param applied the last entry that its state machine has been told to carry out
/// @param boundary entries up to here are no longer in the log
/// @param followers what a leader knows of the others; else empty
public record RaftStatus(
    Role role,
    long term,
    @Nullable NodeId leader,
    long lastIndex,
    long durable,
    long commit,
    long applied,
    long boundary,
    Configuration configuration,
    List<Follower> followers) {
  public RaftStatus {
    followers = List.copyOf(followers);
  }

  /// @param mode `probe`, `replicate` or `snapshot`
  /// @param match it has all up to here, durably
  /// @param heardAgoNanos since its last answer
  public record Follower(NodeId id, boolean votes, String mode, long match, long heardAgoNanos) {}
}
