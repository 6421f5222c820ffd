package dev.dcore.bench;

import dev.dcore.cli.CommandFailed;
import dev.dcore.cli.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The curve as people and as programs read it.
record CurveFiles(List<Curve.Point> points) {
  private static final String NAME = "membership-curve";

  private static final List<String> HEAD =
      List.of("WHO", "PATIENCE", "DETECTION", "95 %", "P99", "MISTAKES", "95 %", "WRONGED");

  String json() {
    return Output.prettyJson(points.stream().map(Curve.Point::fields).toList()) + "\n";
  }

  String table() {
    List<List<String>> cells = new ArrayList<>(List.of(HEAD));
    points.forEach(point -> cells.add(cells(point)));
    return Output.table(cells);
  }

  /// With nothing in it that is not a function of the seeds.
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Detection time against mistake rate

        Written by `./dcore bench membership --curve docs`; not to be edited.

        Each row is one configuration in a simulated cluster of 128 nodes. *Patience* multiplies how long a suspect has to refute, 1 being the usual. *Detection* is from a crash until the first declares it, in seconds, on average and at the 99th percentile. *Mistakes* are healthy members declared dead, counted in each view, for each hour of each member, while some handle no message for a while and go on between (%s: how many, how long, how long between; Lifeguard, arXiv 1707.00788, section V); *wronged* is how many members that were, in all runs. Bounds are of 95 %% confidence, by resampling runs; where no mistake was seen, three would have been with 95 %%.

        """
            .formatted(SlowGrid.forCurve().words()));
    text.append(Markdown.head(HEAD));
    points.forEach(point -> text.append(Markdown.row(cells(point))));
    return text.toString();
  }

  void write(Path directory) throws CommandFailed {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(NAME + ".md"), markdown());
      Files.writeString(directory.resolve(NAME + ".json"), json());
    } catch (IOException e) {
      throw new CommandFailed(
          "the curve cannot be written to " + directory + " (" + e.getMessage() + ")", e);
    }
  }

  private static List<String> cells(Curve.Point point) {
    return List.of(
        point.contender().word(),
        "× " + Row.number(point.factor()),
        number(point.detection().mean()) + " s",
        number(point.detection().low()) + "–" + number(point.detection().high()),
        number(point.detectionP99()) + " s",
        number(point.mistakes().mean()),
        number(point.mistakes().low()) + "–" + number(point.mistakes().high()),
        String.valueOf(point.wronged()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
