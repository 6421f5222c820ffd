package dev.dcore.cli;

import dev.dcore.kernel.cluster.planning.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What somebody wants of a cluster, from which its periods and timeouts follow.
final class WishOptions {
  /// A wish is about what one member knows of another.
  static final int MEMBERS_MIN = 2;

  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m)");

  /// As for a data centre.
  private static final String LOSS_DEFAULT = "1%";

  @Option(
      names = "--detect-within",
      paramLabel = "TIME",
      description = "Within which all members know of a crash, in 99 of 100: 3s, 800ms, 1m.")
  private @Nullable String detectWithin;

  @Option(
      names = "--mistakes-per-day",
      paramLabel = "N",
      defaultValue = "0.01",
      description = "Living members declared dead, in the whole cluster; ${DEFAULT-VALUE}.")
  private double mistakesPerDay;

  @Option(
      names = "--loss",
      paramLabel = "P%",
      defaultValue = LOSS_DEFAULT,
      description = "What part of the datagrams is lost; ${DEFAULT-VALUE}.")
  private String loss = LOSS_DEFAULT;

  /// Whether anything is wished for.
  boolean given() {
    return detectWithin != null;
  }

  /// @param nodes how many members the cluster has
  Wish.Plan plan(int nodes) throws CommandFailed {
    String within = detectWithin;
    if (within == null) {
      throw CommandFailed.usage("say within which time a crash is to be known: --detect-within 3s");
    }
    try {
      return new Wish(nodes, duration(within).toNanos(), mistakesPerDay, share(loss)).plan();
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage(String.valueOf(e.getMessage()));
    } catch (Wish.Refused e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
  }

  /// The same wish for agents, but for the number of members ([#forNodes]).
  List<String> arguments() {
    String within = detectWithin;
    if (within == null) {
      return List.of();
    }
    return List.of(
        "--detect-within",
        within,
        "--mistakes-per-day",
        Double.toString(mistakesPerDay),
        "--loss",
        loss);
  }

  /// A wish for a cluster of so many.
  static List<String> forNodes(List<String> arguments, int nodes) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--expect-nodes", Integer.toString(Math.max(MEMBERS_MIN, nodes))));
    return all;
  }

  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a time is like 3s, 800ms or 1m, not \"" + text + "\"");
    }
    double millis =
        Double.parseDouble(matcher.group(1))
            * switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
              case "ms" -> 1;
              case "s" -> 1_000;
              default -> 60_000;
            };
    return Duration.ofMillis((long) millis);
  }

  static double share(String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    try {
      return Double.parseDouble(number) / 100;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a loss is like 5%, not \"" + text + "\"", e);
    }
  }
}
