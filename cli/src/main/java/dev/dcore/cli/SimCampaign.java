package dev.dcore.cli;

import static dev.dcore.sim.cluster.MembershipScenario.MUST_AGREE;

import dev.dcore.sim.runtime.ParallelSeeds;
import dev.dcore.sim.runtime.ScenarioResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One plan over many seeds.
///
/// @param results in the order of their seeds
record SimCampaign(SimPlan plan, List<ScenarioResult> results, double wallSeconds) {
  /// With this many runs every kind of fault has to have happened: one that never does tests
  /// nothing.
  private static final int RUNS_ENOUGH = 50;

  /// With so many nodes in all runs together every buggify point has to have fired. Faults are
  /// drawn for each run, these for each step of a node: in 600 nodes the rarest was seen not to
  /// fire.
  private static final int NODES_ENOUGH = 50 * 50;

  /// In so many of the runs the stable views have to agree at the end, or the campaign tests too
  /// little of that: where faults take a majority they need not. In 200 runs each, of 3 nodes 91 %
  /// had to under all faults and 94 % under faults of the seeds' own, of 5 nodes 96 %, of 50 all.
  private static final double MUST_AGREE_SHARE = 0.8;

  /// In smaller clusters one node that stays down is a majority lost.
  private static final int MUST_AGREE_NODES = 3;

  /// Of the violations of one seed, as many are listed; its replay shows all.
  private static final int VIOLATIONS_LISTED = 3;

  /// @param progress is told how many runs have ended, on any thread
  static SimCampaign run(SimPlan plan, long firstSeed, int runs, IntConsumer progress) {
    AtomicInteger ended = new AtomicInteger();
    long began = System.nanoTime();
    List<ScenarioResult> results =
        ParallelSeeds.run(
            ParallelSeeds.range(firstSeed, runs),
            seed -> {
              ScenarioResult result = plan.run(seed);
              progress.accept(ended.incrementAndGet());
              return result;
            });
    return new SimCampaign(plan, results, (System.nanoTime() - began) / 1e9);
  }

  boolean passed() {
    return failed().isEmpty() && neverFired().isEmpty() && agreementIsAsked();
  }

  List<ScenarioResult> failed() {
    return results.stream().filter(result -> !result.passed()).toList();
  }

  /// How often each kind of fault happened, over all runs.
  Map<String, Long> faults() {
    return sum("faults");
  }

  /// How often each buggify point fired, over all runs.
  Map<String, Long> buggify() {
    return sum("buggify");
  }

  /// What should have happened and did not.
  List<String> neverFired() {
    if (results.size() < RUNS_ENOUGH || !plan.hasFaults() || !plan.settled().isEmpty()) {
      return List.of();
    }
    boolean nodesEnough = (long) results.size() * plan.nodes() >= NODES_ENOUGH;
    Map<String, Long> buggified = nodesEnough ? buggify() : Map.of();
    return Stream.concat(faults().entrySet().stream(), buggified.entrySet().stream())
        .filter(each -> each.getValue() == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// In how many runs the stable views had to agree at the end.
  long mustAgree() {
    return mustAgree(true);
  }

  /// In how many they need not.
  long needNotAgree() {
    return mustAgree(false);
  }

  private long mustAgree(boolean had) {
    return results.stream()
        .filter(result -> Boolean.valueOf(had).equals(result.figures().get(MUST_AGREE)))
        .count();
  }

  /// Whether agreement at the end was asked of enough runs to say something of it.
  boolean agreementIsAsked() {
    long judged = mustAgree() + needNotAgree();
    return judged < RUNS_ENOUGH
        || plan.nodes() < MUST_AGREE_NODES
        || mustAgree() >= MUST_AGREE_SHARE * judged;
  }

  private Map<String, Long> sum(String figure) {
    Map<String, Long> sum = new LinkedHashMap<>();
    for (ScenarioResult result : results) {
      if (result.figures().get(figure) instanceof Map<?, ?> fired) {
        fired.forEach(
            (kind, count) -> {
              if (count instanceof Number times) {
                sum.merge(String.valueOf(kind), times.longValue(), Long::sum);
              }
            });
      }
    }
    return sum;
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("scenario", plan.scenario().word());
    json.put("seed", results.getFirst().seed());
    json.put("runs", results.size());
    json.put("nodes", plan.nodes());
    json.put("traceHash", traceHash());
    json.put("virtualSeconds", SimReport.rounded(virtualSeconds()));
    json.put("wallSeconds", SimReport.rounded(wallSeconds));
    json.put("events", results.stream().mapToLong(ScenarioResult::events).sum());
    json.put("verdict", SimReport.verdict(passed()));
    json.put("faults", faults());
    json.put("buggify", buggify());
    json.put("neverFired", neverFired());
    json.put("stableMustAgree", mustAgree());
    json.put("stableNeedNotAgree", needNotAgree());
    json.put("speed", SimReport.rounded(SimReport.speed(virtualSeconds(), wallSeconds)));
    List<Map<String, Object>> failures = new ArrayList<>();
    for (ScenarioResult result : failed()) {
      Map<String, Object> failure = new LinkedHashMap<>();
      failure.put("seed", result.seed());
      failure.put("violations", result.violations());
      failure.put("replay", plan.replay(result.seed()));
      failures.add(failure);
    }
    json.put("failed", failures);
    return json;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, %d nodes, seeds %d to %d: %s, %d of %d runs passed%n",
            plan.scenario().word(),
            plan.nodes(),
            results.getFirst().seed(),
            results.getLast().seed(),
            SimReport.verdict(passed()),
            results.size() - failed().size(),
            results.size()));
    text.append(
        String.format(
            Locale.ROOT,
            "  %,.0f s of virtual time in %.1f s, %.0f times as fast as real time%n",
            virtualSeconds(),
            wallSeconds,
            SimReport.speed(virtualSeconds(), wallSeconds)));
    if (!faults().isEmpty()) {
      text.append("  faults: ").append(SimReport.counts(faults())).append('\n');
      text.append("  buggify points: ").append(SimReport.counts(buggify())).append('\n');
    }
    for (String kind : neverFired()) {
      text.append("  never happened, so nothing is known of it: ").append(kind).append('\n');
    }
    if (mustAgree() + needNotAgree() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "  the stable views had to agree in %d of %d runs%s%n",
              mustAgree(),
              mustAgree() + needNotAgree(),
              agreementIsAsked() ? "" : ": too few to say that they do"));
    }
    for (ScenarioResult result : failed()) {
      List<String> listed =
          result.violations().subList(0, Math.min(VIOLATIONS_LISTED, result.violations().size()));
      text.append("seed ").append(result.seed()).append(" fails:\n");
      text.append(String.join("\n", listed).indent(4));
      text.append(SimReport.replay(plan, result.seed()));
    }
    return text.toString();
  }

  private double virtualSeconds() {
    return results.stream().mapToDouble(ScenarioResult::virtualSeconds).sum();
  }

  /// One fingerprint for all runs.
  private String traceHash() {
    int hash = Objects.hash(results.stream().map(ScenarioResult::traceHash).toArray());
    return String.format("%08x", hash);
  }
}
