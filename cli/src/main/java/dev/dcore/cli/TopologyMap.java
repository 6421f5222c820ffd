package dev.dcore.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Members on a map of characters: three dimensions become two along the lines between those that
/// are farthest apart (Faloutsos and Lin, "FastMap", SIGMOD 1995, section 3).
final class TopologyMap {
  private static final int COLUMNS = 72;
  private static final int ROWS = 18;

  /// A character is about twice as high as wide.
  private static final double ASPECT = 2;

  /// A microsecond: below it there is only noise to draw.
  private static final double COLUMN_MILLIS_MIN = 1e-3;

  /// With more members than this a name each does not fit, and each is its zone's letter.
  private static final int NAMED_MAX = 16;

  private TopologyMap() {}

  /// @param x in milliseconds, as `y` and `z`
  record Point(String name, String zone, double x, double y, double z) {
    private Point minus(Point other) {
      return new Point(name, zone, x - other.x, y - other.y, z - other.z);
    }

    private double dot(Point other) {
      return x * other.x + y * other.y + z * other.z;
    }

    private Point times(double factor) {
      return new Point(name, zone, x * factor, y * factor, z * factor);
    }
  }

  /// Nothing when there are fewer than three: two are a number, not a map.
  static String draw(List<Point> points) {
    if (points.size() < 3) {
      return "";
    }
    Point first = axis(points);
    List<Point> flat =
        points.stream().map(each -> each.minus(first.times(each.dot(first)))).toList();
    Point second = axis(flat);
    double[] across = project(points, point -> point.dot(first));
    double[] down = project(points, point -> point.dot(second));
    double millisAColumn =
        Math.max(
            Math.max(max(across) / (COLUMNS - 1), max(down) / ((ROWS - 1) * ASPECT)),
            COLUMN_MILLIS_MIN);
    int rows = 1 + (int) Math.round(max(down) / (millisAColumn * ASPECT));
    char[][] grid = new char[Math.min(rows, ROWS)][COLUMNS];
    for (char[] row : grid) {
      Arrays.fill(row, ' ');
    }
    Map<String, Character> letters = letters(points);
    for (int i = 0; i < points.size(); i++) {
      int column = (int) Math.round(across[i] / millisAColumn);
      int row = Math.min(grid.length - 1, (int) Math.round(down[i] / (millisAColumn * ASPECT)));
      String label =
          points.size() <= NAMED_MAX
              ? points.get(i).name()
              : String.valueOf(letters.get(points.get(i).zone()));
      put(grid[row], column, label);
    }
    return text(grid, millisAColumn, points.size() <= NAMED_MAX ? Map.of() : letters);
  }

  /// A vector of length 1 along the longest line found between two points; zero when all are one.
  private static Point axis(List<Point> points) {
    Point from = points.getFirst();
    Point to = from;
    for (int i = 0; i < 3; i++) {
      Point next = farthest(points, to);
      from = to;
      to = next;
    }
    Point line = to.minus(from);
    double length = Math.sqrt(line.dot(line));
    return length < 1e-9 ? line.times(0) : line.times(1 / length);
  }

  private static Point farthest(List<Point> points, Point from) {
    Point best = from;
    double distance = 0;
    for (Point each : points) {
      Point line = each.minus(from);
      if (line.dot(line) > distance) {
        distance = line.dot(line);
        best = each;
      }
    }
    return best;
  }

  private static double[] project(List<Point> points, ToDoubleFunction<Point> axis) {
    double[] all = points.stream().mapToDouble(axis).toArray();
    double least = Arrays.stream(all).min().orElse(0);
    return Arrays.stream(all).map(each -> each - least).toArray();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }

  /// Where it is free, or else a star: several are there.
  private static void put(char[] row, int column, String label) {
    int start = Math.clamp(column, 0, Math.max(0, COLUMNS - label.length()));
    int end = Math.min(COLUMNS, start + label.length());
    boolean free = true;
    for (int i = Math.max(0, start - 1); i < Math.min(COLUMNS, end + 1); i++) {
      free &= row[i] == ' ';
    }
    if (free) {
      label.getChars(0, end - start, row, start);
    } else if (!label.equals(String.valueOf(row[start]))) {
      star(row, start);
    }
  }

  /// Behind what is there already.
  private static void star(char[] row, int column) {
    int behind = column;
    while (behind < COLUMNS && row[behind] != ' ' && row[behind] != '*') {
      behind++;
    }
    row[Math.min(behind, COLUMNS - 1)] = '*';
  }

  private static Map<String, Character> letters(List<Point> points) {
    Map<String, Character> letters = new LinkedHashMap<>();
    points.forEach(
        point -> letters.computeIfAbsent(point.zone(), _ -> (char) ('A' + letters.size() % 26)));
    return letters;
  }

  private static String text(char[][] grid, double millisAColumn, Map<String, Character> letters) {
    StringBuilder text = new StringBuilder("\n");
    for (char[] row : grid) {
      text.append(("  " + String.valueOf(row)).stripTrailing()).append('\n');
    }
    text.append(
        String.format(
            Locale.ROOT, "  (ten columns are %.2f ms, a star is several", 10 * millisAColumn));
    List<String> legend = new ArrayList<>();
    letters.forEach((zone, letter) -> legend.add(letter + " is " + zone));
    legend.forEach(each -> text.append(", ").append(each));
    return text.append(")\n").toString();
  }
}
