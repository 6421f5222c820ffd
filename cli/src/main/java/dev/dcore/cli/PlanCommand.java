package dev.dcore.cli;

import dev.dcore.kernel.cluster.planning.Forecast;
import dev.dcore.kernel.cluster.planning.Timing;
import dev.dcore.kernel.cluster.planning.Wish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dcore plan`.
@Command(
    name = "plan",
    description = {
      "Computes from a wish the cheapest periods and timeouts that the published formulas say fulfil"
          + " it, and what they cost; starts nothing.",
      "`agent` and `up` take the same wish."
    })
final class PlanCommand implements Callable<Integer> {
  private static final double NANOS_PER_SECOND = 1e9;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private WishOptions wish = new WishOptions();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many members the cluster has; ${DEFAULT-VALUE} unless given.")
  private int nodes;

  @Override
  public Integer call() throws CommandFailed {
    Map<String, @Nullable Object> json = json(wish.plan(nodes));
    System.out.print(output.json() ? Output.prettyJson(json) + "\n" : text(json));
    return 0;
  }

  /// `{probePeriodSeconds, probeTimeoutSeconds, …}`: the configuration, then what to expect of it.
  static Map<String, @Nullable Object> json(Wish.Plan plan) {
    Timing timing = plan.timing();
    Forecast forecast = plan.forecast();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("probePeriodSeconds", seconds(timing.periodNanos()));
    json.put("probeTimeoutSeconds", seconds(timing.timeoutNanos()));
    json.put("relayTimeoutSeconds", seconds(timing.relayNanos()));
    json.put("relays", timing.relays());
    json.put("suspicionSeconds", seconds(timing.suspicionMinNanos()));
    json.put("suspicionUnconfirmedSeconds", seconds(timing.suspicionMaxNanos()));
    json.put("confirmations", timing.confirmations());
    json.put("observers", timing.observers());
    json.put("gossipPeriodSeconds", seconds(timing.gossipPeriodNanos()));
    json.put("gossipFanout", timing.fanout());
    json.put("sendsPerRumor", timing.sends());
    json.put("firstSuspicionSeconds", seconds(forecast.firstSuspicionNanos()));
    json.put("allKnowSeconds", seconds(forecast.allKnowNanos()));
    json.put("suspicionsPerDay", significant(forecast.suspicionsPerDay()));
    json.put("mistakesPerDay", significant(forecast.mistakesPerDay()));
    json.put("idleBytesPerSecond", significant(forecast.idleBytesPerSecond()));
    json.put("bytesPerSecond", significant(forecast.bytesPerSecond()));
    return json;
  }

  private static String text(Map<String, @Nullable Object> json) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("FIGURE", "VALUE"));
    json.forEach((figure, value) -> rows.add(List.of(words(figure), String.valueOf(value))));
    return Output.table(rows);
  }

  /// `probePeriodSeconds` as `probe period seconds`.
  private static String words(String figure) {
    return figure.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / NANOS_PER_SECOND * 1_000) / 1_000.0;
  }

  private static double significant(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.3g", value));
  }
}
