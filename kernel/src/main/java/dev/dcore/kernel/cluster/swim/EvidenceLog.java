package dev.dcore.kernel.cluster.swim;

import java.util.ArrayList;
import java.util.List;

/// The steps that led to the last verdict about one member. A new suspicion starts it afresh.
final class EvidenceLog {
  /// One failed probe and its suspicion take under 12 steps; what comes after is repetition.
  private static final int STEPS_MAX = 32;

  private record Entry(long atNanos, Evidence.Kind kind, String via, String detail) {}

  private final List<Entry> entries = new ArrayList<>();

  void add(long nowNanos, Evidence.Kind kind, String via, String detail) {
    if (entries.size() < STEPS_MAX) {
      entries.add(new Entry(nowNanos, kind, via, detail));
    }
  }

  void addAll(EvidenceLog earlier) {
    entries.addAll(earlier.entries);
  }

  boolean endsWith(Evidence.Kind kind) {
    return !entries.isEmpty() && entries.getLast().kind == kind;
  }

  List<Evidence.Step> steps(long nowNanos) {
    List<Evidence.Step> steps = new ArrayList<>();
    for (Entry entry : entries) {
      steps.add(new Evidence.Step(nowNanos - entry.atNanos, entry.kind, entry.via, entry.detail));
    }
    return steps;
  }
}
