package dev.dcore.kernel.cluster.swim;

import java.util.ArrayList;
import java.util.List;

/// The steps that led to the last verdict about one member. A new suspicion starts it afresh.
final class EvidenceLog {
  private record Entry(long atNanos, Evidence.Kind kind, String via, String detail) {}

  private final List<Entry> entries = new ArrayList<>();

  void add(long nowNanos, Evidence.Kind kind, String via, String detail) {
    if (entries.size() < Evidence.STEPS_MAX) {
      entries.add(new Entry(nowNanos, kind, via, detail));
    }
  }

  void addAll(EvidenceLog earlier) {
    entries.addAll(earlier.entries);
    while (entries.size() > Evidence.STEPS_MAX) {
      entries.removeLast();
    }
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
