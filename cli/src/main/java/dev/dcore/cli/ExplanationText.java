package dev.dcore.cli;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An explanation as people read it: the verdict, what the accuser saw, what the observer saw.
final class ExplanationText {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private ExplanationText() {}

  static String of(JsonObject json) throws IOException {
    String member = json.text("member");
    String observer = json.text("observer");
    String accuser = json.textOrNull("accuser");
    StringBuilder text = new StringBuilder();
    text.append(verdict(json, member, observer, accuser)).append('\n');
    if (json.fields().get("accuserSteps") != null && accuser != null) {
      append(
          text, accuser + ", whose probe failed, saw:", accuser, member, json.list("accuserSteps"));
    }
    List<JsonObject> own = json.list("steps");
    if (!own.isEmpty()) {
      append(text, observer + " saw:", observer, member, own);
    }
    String note = json.textOrNull("note");
    if (note != null) {
      text.append("\nNote: ").append(note).append(".\n");
    }
    return text.toString();
  }

  private static String verdict(
      JsonObject json, String member, String observer, @Nullable String accuser)
      throws IOException {
    String state = json.text("state");
    String why =
        switch (state) {
          case "alive" ->
              json.list("steps").isEmpty()
                  ? ": nobody has accused it"
                  : ": it refuted the last accusation";
          case "suspect" -> failed(json, accuser) + ", and it may still refute";
          case "dead" -> failed(json, accuser) + ", and nobody refuted it in time";
          case "left" ->
              accuser == null || accuser.isEmpty()
                  ? ": it said so itself"
                  : ": an operator said so at " + accuser;
          default -> "";
        };
    return member
        + " is "
        + state
        + why
        + " (incarnation "
        + json.number("incarnation")
        + ", as "
        + observer
        + " sees it)";
  }

  private static String failed(JsonObject json, @Nullable String accuser) throws IOException {
    List<String> agreed =
        json.fields().get("confirmedBy") == null ? List.of() : json.texts("confirmedBy");
    String others = agreed.isEmpty() ? "" : ", as did those of " + String.join(", ", agreed);
    return ": the probe of " + accuser + " failed" + others;
  }

  private static void append(
      StringBuilder text, String title, String observer, String member, List<JsonObject> steps)
      throws IOException {
    text.append('\n').append(title).append('\n');
    List<List<String>> rows = new ArrayList<>();
    for (JsonObject step : steps) {
      rows.add(
          List.of(
              "  " + clock(step.text("at")),
              sentence(
                  observer, member, step.text("kind"), step.text("via"), step.text("detail"))));
    }
    text.append(Output.table(rows));
  }

  static String clock(String instant) {
    return CLOCK.format(Instant.parse(instant));
  }

  private static String sentence(
      String observer, String member, String kind, String via, String detail) {
    return switch (kind) {
      case "ping-sent" -> observer + " pinged " + member + " at " + detail;
      case "ping-timed-out" -> "no answer to the ping from " + detail + " in time";
      case "relay-asked" -> observer + " asked " + via + " to ping " + member;
      case "stream-tried" -> observer + " tried a stream to " + detail;
      case "stream-failed" -> "the stream failed: " + detail;
      case "no-answer" -> "nothing came " + detail;
      case "suspected" -> observer + " began to suspect " + member;
      case "suspicion-heard" -> observer + " heard that " + via + " suspects " + member;
      case "confirmed" -> "the probe of " + via + " failed as well";
      case "doubted" -> via + " gets hardly a direct answer from " + member;
      case "suspicion-expired" -> "the suspicion expired: " + detail;
      case "death-heard" -> observer + " heard that " + member + " is dead, accused by " + via;
      case "refuted" -> member + " said that it lives, in a higher incarnation";
      case "left" -> member + " left";
      case "forced-to-leave" -> "an operator at " + via + " said that " + member + " has left";
      default -> kind + " " + via + " " + detail;
    };
  }
}
