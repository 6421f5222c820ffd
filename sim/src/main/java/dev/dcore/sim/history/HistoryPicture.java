package dev.dcore.sim.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A history that cannot be explained, as one HTML file without scripts: a line per client, a bar
/// per operation, in each placed bar its number in the longest order that was found, and in red the
/// operation that fits nowhere behind it. Below, that order with the state after each step.
///
/// Columns are events and not time: a pause of seconds and operations of microseconds fit one
/// picture.
public final class HistoryPicture {
  /// How many operations before the stuck one are drawn; of a longer history nobody reads more.
  private static final int SHOWN_BEFORE = 60;

  private static final int SHOWN_AFTER = 20;
  private static final int COLUMN = 46;
  private static final int ROW = 34;
  private static final int BAR = 22;
  private static final int LEFT = 80;
  private static final int TOP = 20;

  private HistoryPicture() {}

  /// @param model the model that the violation was found with
  /// @return the file's text
  public static <S, I, O> String html(SequentialModel<S, I, O> model, Verdict.Violation violation) {
    @SuppressWarnings("unchecked") // a violation holds the operations that the model checked
    List<Operation<I, O>> all = (List<Operation<I, O>>) violation.operations();
    Operation<I, O> stuck = all.get(violation.stuck());
    StringBuilder page = new StringBuilder(16_384);
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append("A history that no order explains</title><style>")
        .append("body{font:14px sans-serif;margin:24px;color:#222;max-width:100%}")
        .append("svg{font:11px monospace}.scroll{overflow-x:auto;border:1px solid #ddd}")
        .append(".placed{fill:#cfe3f7}.later{fill:#eee}.stuck{fill:#f2a3a3}")
        .append("table{border-collapse:collapse;font:12px monospace}td,th{padding:2px 10px;")
        .append("border-bottom:1px solid #eee;text-align:left}.bad td{background:#f9d7d7}")
        .append("</style><h1>A history that no order explains</h1><p>Object <b>")
        .append(escape(String.valueOf(violation.part())))
        .append("</b>, ")
        .append(all.size())
        .append(" operations. The longest order that explains what clients saw places ")
        .append(violation.placed().size())
        .append(" of them; then <b>")
        .append(escape(model.describe(stuck.input(), stuck.output())))
        .append("</b> of client ")
        .append(stuck.client())
        .append(" returned, and it fits nowhere.</p><div class=\"scroll\">");
    draw(page, model, all, violation);
    page.append("</div><p>Blue: placed, with its number in the order. Red: the one that fits ")
        .append("nowhere. Grey: not placed yet. A bar reaches from the invocation to the return; ")
        .append("a bar without an end has an unknown outcome.</p>");
    table(page, model, all, violation);
    return page.append("</html>\n").toString();
  }

  private static <S, I, O> void draw(
      StringBuilder page,
      SequentialModel<S, I, O> model,
      List<Operation<I, O>> all,
      Verdict.Violation violation) {
    int[] numbers = new int[all.size()];
    for (int i = 0; i < violation.placed().size(); i++) {
      numbers[violation.placed().get(i)] = i + 1;
    }
    int from = Math.max(0, violation.stuck() - SHOWN_BEFORE);
    int to = Math.min(all.size(), violation.stuck() + SHOWN_AFTER + 1);
    List<Operation<I, O>> shown = all.subList(from, to);
    List<Long> instants = instants(shown);
    List<Integer> clients = shown.stream().map(Operation::client).distinct().sorted().toList();
    int width = LEFT + (instants.size() + 1) * COLUMN;
    page.append(
        String.format(
            Locale.ROOT,
            "<svg width=\"%d\" height=\"%d\">",
            width,
            TOP * 2 + clients.size() * ROW));
    for (int row = 0; row < clients.size(); row++) {
      text(page, 4, TOP + row * ROW + BAR - 7, "client " + clients.get(row));
    }
    for (int i = from; i < to; i++) {
      Operation<I, O> each = all.get(i);
      int x = LEFT + instants.indexOf(each.invokedNanos()) * COLUMN;
      int end =
          each.returned() ? LEFT + instants.indexOf(each.returnedNanos()) * COLUMN : width - 4;
      int y = TOP + clients.indexOf(each.client()) * ROW;
      String kind = i == violation.stuck() ? "stuck" : numbers[i] > 0 ? "placed" : "later";
      String label = model.describe(each.input(), each.output());
      page.append(
          String.format(
              Locale.ROOT,
              "<g><title>%s</title><rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\""
                  + " rx=\"3\"/>",
              escape(label),
              kind,
              x,
              y,
              Math.max(end - x - 2, 4),
              BAR));
      text(page, x + 3, y + BAR - 7, (numbers[i] > 0 ? numbers[i] + ": " : "") + label);
      page.append("</g>");
    }
    page.append("</svg>");
  }

  /// The order that was found, with what the object holds after each step.
  private static <S, I, O> void table(
      StringBuilder page,
      SequentialModel<S, I, O> model,
      List<Operation<I, O>> all,
      Verdict.Violation violation) {
    page.append("<table><tr><th></th><th>client</th><th>operation</th><th>then it holds</th></tr>");
    @Nullable S state = model.initial();
    List<Integer> placed = violation.placed();
    for (int i = 0; i < placed.size() && state != null; i++) {
      Operation<I, O> each = all.get(placed.get(i));
      state = model.apply(state, each.input(), each.output());
      if (i >= placed.size() - SHOWN_BEFORE) {
        row(page, "", String.valueOf(i + 1), each, model, String.valueOf(state));
      }
    }
    Operation<I, O> stuck = all.get(violation.stuck());
    row(page, " class=\"bad\"", "✗", stuck, model, "fits nowhere");
    page.append("</table>");
  }

  private static <S, I, O> void row(
      StringBuilder page,
      String style,
      String number,
      Operation<I, O> operation,
      SequentialModel<S, I, O> model,
      String after) {
    page.append("<tr").append(style).append(">");
    for (String cell :
        List.of(
            number,
            String.valueOf(operation.client()),
            model.describe(operation.input(), operation.output()),
            after)) {
      page.append("<td>").append(escape(cell)).append("</td>");
    }
    page.append("</tr>");
  }

  private static <I, O> List<Long> instants(List<Operation<I, O>> shown) {
    List<Long> instants = new ArrayList<>();
    for (Operation<I, O> each : shown) {
      instants.add(each.invokedNanos());
      if (each.returned()) {
        instants.add(each.returnedNanos());
      }
    }
    return instants.stream().distinct().sorted().toList();
  }

  private static void text(StringBuilder page, int x, int y, String text) {
    page.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">", x, y))
        .append(escape(text))
        .append("</text>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
