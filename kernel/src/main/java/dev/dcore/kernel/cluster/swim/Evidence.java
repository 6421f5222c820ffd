package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import java.util.List;
import java.util.Locale;

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
  /// As many as a node keeps; a record with more is not one of ours.
  static final int STEPS_MAX = 32;

  /// @throws IllegalArgumentException when it has too many steps
  public Evidence {
    steps = List.copyOf(steps);
    if (steps.size() > STEPS_MAX) {
      throw new IllegalArgumentException("evidence of " + steps.size() + " steps");
    }
  }

  /// Who agreed with the accuser, by name, the first first: their own probes failed as well.
  public List<String> confirmedBy() {
    return steps.stream()
        .filter(step -> step.kind() == Kind.CONFIRMED)
        .map(Step::via)
        .distinct()
        .toList();
  }

  /// @param agoNanos how long before the record was read; instants of two nodes' monotonic clocks
  ///   cannot be compared, ages can
  /// @param via the other node that had a part in it, by name, or empty
  public record Step(long agoNanos, Kind kind, String via, String detail) {
    private static final int TEXT_MAX = 512;

    public Step {
      via = via.length() <= TEXT_MAX ? via : via.substring(0, TEXT_MAX);
      detail = detail.length() <= TEXT_MAX ? detail : detail.substring(0, TEXT_MAX);
    }
  }

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
    LEFT,
    /// Another's own probe failed as well.
    CONFIRMED,
    /// This or another node gets hardly a direct answer.
    DOUBTED,
    /// An operator said so, at that node.
    FORCED_TO_LEAVE;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// Its name in kebab case, as in scripts and JSON.
    public String label() {
      return label;
    }
  }
}
