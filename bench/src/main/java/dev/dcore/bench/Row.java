package dev.dcore.bench;

import dev.dcore.cli.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// A figure as it was measured.
///
/// @param samples may be empty only if there is an error
/// @param statistic what of them is the figure's value
/// @param baseline null when there is nothing to compare with
/// @param more what else programs may want, such as a trace hash
/// @param error why the figure is not to be trusted, or null
record Row(
    Figure figure,
    Samples samples,
    Statistic statistic,
    @Nullable Baseline baseline,
    Map<String, Object> more,
    @Nullable String error) {
  private static final double PRECISION = 1_000;

  Row {
    if (samples.isEmpty() && error == null) {
      throw new IllegalArgumentException(figure.name() + " has neither a value nor an error");
    }
  }

  /// Whose value is the median.
  Row(
      Figure figure,
      Samples samples,
      @Nullable Baseline baseline,
      Map<String, Object> more,
      @Nullable String error) {
    this(figure, samples, Statistic.MEDIAN, baseline, more, error);
  }

  /// All that is wrong, or null when nothing is.
  static @Nullable String errors(String between, @Nullable String... each) {
    StringJoiner all = new StringJoiner(between);
    for (@Nullable String error : each) {
      if (error != null) {
        all.add(error);
      }
    }
    return all.length() == 0 ? null : all.toString();
  }

  boolean failed() {
    return error != null;
  }

  /// A figure beside an error is not met, however good it looks.
  boolean met() {
    return error == null && figure.isMetBy(value());
  }

  /// For people. Without a target there is nothing to meet.
  String metWords() {
    return failed() ? "ERROR" : !figure.isJudged() ? "-" : met() ? "yes" : "NO";
  }

  double value() {
    return statistic.of(samples);
  }

  /// What all rows print for programs: an array.
  static String json(List<Row> rows) {
    return Output.prettyJson(rows.stream().map(Row::fields).toList()) + "\n";
  }

  /// What all rows print for people.
  static String table(List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(
        List.of("FIGURE", "VALUE", "UNIT", "RUNS", "MIN", "MAX", "TARGET", "MET", "BASELINE"));
    rows.forEach(row -> cells.add(row.cells()));
    StringBuilder text = new StringBuilder(Output.table(cells));
    for (Row row : rows) {
      row.more.forEach(
          (name, value) -> text.append(row.figure.name() + ": " + name + " " + value + "\n"));
      if (row.error != null) {
        text.append(row.figure.name()).append(": ERROR ").append(row.error).append('\n');
      }
    }
    return text.toString();
  }

  Map<String, @Nullable Object> fields() {
    Baseline base = baseline;
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("figure", figure.name());
    json.put("value", measured(this::value));
    json.put("unit", figure.unit());
    json.put("baseline", base == null ? null : base.what());
    json.put("ratio", ratio());
    json.put("target", figure.isJudged() ? figure.target() : null);
    json.put("met", met());
    json.put("bound", figure.bound().words());
    json.put("baselineValue", base == null ? null : rounded(base.value()));
    json.put("runs", samples.count());
    json.put("median", measured(samples::median));
    json.put("min", measured(samples::min));
    json.put("max", measured(samples::max));
    json.put("error", error);
    json.putAll(more);
    return json;
  }

  private List<String> cells() {
    Baseline base = baseline;
    Double ratio = ratio();
    return List.of(
        figure.name(),
        Output.orDash(measured(this::value)),
        figure.unit(),
        String.valueOf(samples.count()),
        Output.orDash(measured(samples::min)),
        Output.orDash(measured(samples::max)),
        figure.targetWords(),
        metWords(),
        base == null || ratio == null
            ? "-"
            : String.format(
                Locale.ROOT,
                "%.1f × %s (%s %s)",
                ratio,
                base.what(),
                number(rounded(base.value())),
                figure.unit()));
  }

  @Nullable Double ratio() {
    Baseline base = baseline;
    return base == null || samples.isEmpty() || base.value() == 0
        ? null
        : rounded(value() / base.value());
  }

  private @Nullable Double measured(DoubleSupplier value) {
    return samples.isEmpty() ? null : rounded(value.getAsDouble());
  }

  static double rounded(double value) {
    return Math.round(value * PRECISION) / PRECISION;
  }

  static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
