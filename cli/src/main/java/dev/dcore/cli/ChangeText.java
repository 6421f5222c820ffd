package dev.dcore.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A change of the members on one line: `12:00:01.123 n3 suspect (accused by n1)`.
final class ChangeText {
  /// What a payload must not do to a terminal.
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

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
    if (kind.equals("event")) {
      return clock + " " + event(change.object("event"));
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

  /// A payload that is no text is shown as its bytes in base 64.
  private static String event(JsonObject event) throws IOException {
    String payload = event.textOrNull("payload");
    String shown = payload == null ? event.text("payloadBase64") + " (base64)" : payload;
    return "event "
        + event.text("name")
        + (shown.isEmpty() ? "" : " " + CONTROL.matcher(shown).replaceAll("?"))
        + " (from "
        + event.text("origin")
        + ")";
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
