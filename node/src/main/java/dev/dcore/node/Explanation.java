package dev.dcore.node;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.swim.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a member is believed to be in its state, with wall-clock times.
///
/// @param member its name
/// @param id its id
/// @param observer the name of the node that answers
/// @param own what the observer knows, oldest first
/// @param accuser the name of the node whose probe failed, or empty
/// @param accuserSteps what that node knows, oldest first; null when the accuser is the observer,
///   there is none, or it did not answer
/// @param note why there is no record of the accuser, or empty
public record Explanation(
    String member,
    String id,
    MemberState state,
    long incarnation,
    String observer,
    Instant observedAt,
    List<Step> own,
    String accuser,
    @Nullable List<Step> accuserSteps,
    String note) {
  /// Who agreed with the accuser, by name: their own probes failed as well.
  public List<String> confirmedBy() {
    List<Step> all = new ArrayList<>(own);
    if (accuserSteps != null) {
      all.addAll(accuserSteps);
    }
    return all.stream()
        .filter(step -> step.kind().equals(Evidence.Kind.CONFIRMED.label()))
        .map(Step::via)
        .filter(via -> !via.isEmpty())
        .distinct()
        .toList();
  }

  /// One thing that happened.
  ///
  /// @param kind as [Evidence.Kind#label] says it
  /// @param via the other node that had a part in it, or empty
  public record Step(Instant at, String kind, String via, String detail) {}

  /// Turns ages into instants: two nodes' monotonic clocks cannot be compared.
  static List<Step> steps(Instant now, Evidence evidence) {
    return evidence.steps().stream()
        .map(
            step ->
                new Step(
                    now.minusNanos(step.agoNanos()),
                    step.kind().label(),
                    step.via(),
                    step.detail()))
        .toList();
  }
}
