package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import java.util.List;

/// Why one node believes what it believes of a member.
///
/// @param state the belief
/// @param accuser whose probe failed, or [NodeId#NONE] when nobody's did
/// @param accuserName its name, or empty
/// @param steps oldest first
public record Evidence(
    NodeId target,
    String name,
    long incarnation,
    MemberState state,
    NodeId accuser,
    String accuserName,
    List<Step> steps) {
  public Evidence {
    steps = List.copyOf(steps);
  }

  /// @param agoNanos how long before the record was read; instants of two nodes' monotonic clocks
  ///   cannot be compared, ages can
  /// @param via the other node that had a part in it, by name, or empty
  public record Step(long agoNanos, Kind kind, String via, String detail) {}

  /// What happened.
  public enum Kind {
    PING_SENT,
    PING_TIMED_OUT,
    RELAY_ASKED,
    STREAM_TRIED,
    STREAM_FAILED,
    NO_ANSWER,
    SUSPECTED,
    SUSPICION_HEARD,
    SUSPICION_EXPIRED,
    DEATH_HEARD,
    REFUTED,
    LEFT
  }
}
