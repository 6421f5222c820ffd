package dev.dcore.cli;

import dev.dcore.sim.runtime.ScenarioResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One run, as JSON and in words.
///
/// @param wallSeconds how long it took
record SimReport(SimPlan plan, ScenarioResult result, double wallSeconds) {
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("scenario", result.scenario());
    json.put("seed", result.seed());
    json.put("nodes", result.nodes());
    json.put("traceHash", result.traceHash());
    json.put("virtualSeconds", rounded(result.virtualSeconds()));
    json.put("wallSeconds", rounded(wallSeconds));
    json.put("events", result.events());
    json.put("verdict", verdict(result.passed()));
    json.putAll(result.figures());
    json.put("speed", rounded(speed(result.virtualSeconds(), wallSeconds)));
    json.put("peakMib", PeakMemory.mib());
    json.put("violations", result.violations());
    json.put("replay", plan.replay(result.seed()));
    return json;
  }

  String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("virtual time", String.format(Locale.ROOT, "%.1f s", result.virtualSeconds())));
    rows.add(
        List.of(
            "took",
            String.format(
                Locale.ROOT,
                "%.1f s, %.0f times as fast as real time",
                wallSeconds,
                speed(result.virtualSeconds(), wallSeconds))));
    rows.add(List.of("events", String.format(Locale.ROOT, "%,d", result.events())));
    rows.add(List.of("trace", Output.orDash(result.traceHash())));
    result.figures().forEach((name, value) -> rows.add(List.of(words(name), value(value))));
    String head =
        String.format(
            "%s, %d nodes, seed %d: %s%n",
            result.scenario(), result.nodes(), result.seed(), verdict(result.passed()));
    return head + Output.table(rows).indent(2) + failure(plan, result);
  }

  /// What broke and how to see it again; empty when nothing did.
  static String failure(SimPlan plan, ScenarioResult result) {
    if (result.passed()) {
      return "";
    }
    String violations = String.join("\n", result.violations()).indent(4);
    return "seed " + result.seed() + " fails:\n" + violations + replay(plan, result.seed());
  }

  static String replay(SimPlan plan, long seed) {
    return "  again with: " + plan.replay(seed) + "\n";
  }

  static String verdict(boolean passed) {
    return passed ? "pass" : "fail";
  }

  static double speed(double virtualSeconds, double wallSeconds) {
    return wallSeconds > 0 ? virtualSeconds / wallSeconds : 0;
  }

  static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }

  /// `crash 3, pause 1`.
  static String counts(Map<?, ?> counts) {
    return counts.entrySet().stream()
        .map(each -> words(String.valueOf(each.getKey())) + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String value(Object value) {
    return switch (value) {
      case Map<?, ?> counts -> counts(counts);
      case Long number -> String.format(Locale.ROOT, "%,d", number);
      default -> value.toString();
    };
  }

  /// From `viewChanges` or `power_loss` to words.
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
