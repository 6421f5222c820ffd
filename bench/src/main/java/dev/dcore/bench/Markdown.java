package dev.dcore.bench;

import java.util.List;

/// Tables of the files that are written for people.
final class Markdown {
  private Markdown() {}

  /// The titles of the columns, and the line below them.
  static String head(List<String> titles) {
    return row(titles) + row(titles.stream().map(_ -> "---").toList());
  }

  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
