package dev.dcore.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// A change of the members on one line: `12:00:01.123 n3 suspect (accused by n1)`.
final class ChangeText {
  private ChangeText() {}

  /// @param line an object of the admin API's stream of events
  /// @param observer whose view it is
  static String of(String line, String observer) throws IOException {
    JsonObject change = JsonObject.parse(line);
    String clock = ExplanationText.clock(change.text("at"));
    String kind = change.text("kind");
    if (kind.equals("resync")) {
      return clock + " " + snapshot(MemberRow.listOf(change.list("members")), observer);
    }
    MemberRow member = MemberRow.of(change.object("member"));
    String accuser = change.textOrNull("accuser");
    String accused = accuser == null ? "" : " (accused by " + accuser + ")";
    String said =
        switch (kind) {
          case "joined" -> "joined at " + member.address();
          case "suspected" -> "suspect" + accused;
          case "refuted" -> "alive (refuted, incarnation " + member.incarnation() + ")";
          case "died" -> "dead" + accused;
          case "left" -> "left";
          case "revived" -> "alive again (incarnation " + member.incarnation() + ")";
          case "restarted" -> "alive (restarted, incarnation " + member.incarnation() + ")";
          case "updated" -> "updated (incarnation " + member.incarnation() + ")";
          default -> kind;
        };
    return clock + " " + member.name() + " " + said;
  }

  private static String snapshot(List<MemberRow> members, String observer) {
    String states =
        members.stream()
            .sorted(Comparator.comparing(MemberRow::name, NaturalOrder.BY_NAME))
            .map(member -> member.name() + " " + member.state())
            .collect(Collectors.joining(", "));
    return observer + " sees " + states;
  }
}
