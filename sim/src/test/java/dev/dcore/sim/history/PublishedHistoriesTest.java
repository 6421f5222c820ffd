package dev.dcore.sim.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The histories that Porcupine publishes with their verdicts: 102 of etcd as Jepsen recorded them,
/// and 6 of a map with `append`. They are not kept here: run with `-Ddcore.porcupine=DIR`, where
/// DIR is its directory `test_data`.
@EnabledIfSystemProperty(
    named = "dcore.porcupine",
    matches = ".+",
    disabledReason = "the published histories are not kept here: -Ddcore.porcupine=DIR")
final class PublishedHistoriesTest {
  private static final int LAST = 102;

  /// Published without a verdict, since it holds nothing.
  private static final int EMPTY = 95;

  private static final Set<Integer> GOOD =
      new TreeSet<>(
          List.of(
              2, 5, 7, 18, 25, 31, 38, 45, 48, 49, 51, 53, 56, 67, 75, 76, 80, 87, 92, 98, 100, 101,
              102));

  private static final Pattern JEPSEN =
      Pattern.compile("^INFO\\s+jepsen\\.util\\s+-\\s+(\\d+)\\s+:(\\w+)\\s+:(\\w+)\\s+(.*)$");
  private static final Pattern MAP =
      Pattern.compile(
          "\\{:process (\\d+), :type :(\\w+), :f :(\\w+), :key \"(.*)\", :value (nil|\".*\")}");

  private static final Path DIRECTORY = Path.of(System.getProperty("dcore.porcupine", ""));

  /// A map whose values grow, as in the second part of the corpus.
  private static final class AppendModel implements SequentialModel<String, String[], String> {
    @Override
    public String initial() {
      return "";
    }

    @Override
    public @Nullable String apply(String state, String[] input, @Nullable String output) {
      return switch (input[0]) {
        case "put" -> input[2];
        case "append" -> state + input[2];
        default -> output == null || output.equals(state) ? state : null;
      };
    }

    @Override
    public Object part(String[] input) {
      return input[1];
    }
  }

  @Test
  void etcdAsJepsenSawIt() throws IOException {
    for (int number = 0; number <= LAST; number++) {
      if (number != EMPTY) {
        Path file =
            DIRECTORY
                .resolve("jepsen")
                .resolve(String.format(Locale.ROOT, "etcd_%03d.log", number));
        boolean good =
            Linearizability.check(new KeyValueModel(), jepsen(file))
                instanceof Verdict.Linearizable;
        assertEquals(GOOD.contains(number), good, file.toString());
      }
    }
  }

  @Test
  void aMapWithAppend() throws IOException {
    for (String clients : List.of("c01", "c10", "c50")) {
      assertInstanceOf(Verdict.Linearizable.class, checkMap(clients + "-ok.txt"));
      assertInstanceOf(Verdict.Violation.class, checkMap(clients + "-bad.txt"));
    }
  }

  private static List<Operation<KeyValueModel.Input, KeyValueModel.Output>> jepsen(Path file)
      throws IOException {
    Recording<KeyValueModel.Input, KeyValueModel.Output> recording = new Recording<>();
    for (String line : Files.readAllLines(file)) {
      Matcher found = JEPSEN.matcher(line);
      if (!found.matches()) {
        continue;
      }
      int client = Integer.parseInt(found.group(1));
      String what = found.group(3);
      String[] words =
          found.group(4).replaceAll("[\\[\\]]", "").replaceAll("\\s+", " ").split(" +", -1);
      String first = words[0];
      switch (found.group(2)) {
        case "invoke" ->
            recording.invoke(
                client,
                switch (what) {
                  case "read" -> new KeyValueModel.Input.Get("");
                  case "write" -> new KeyValueModel.Input.Put("", first);
                  default -> new KeyValueModel.Input.CompareAndSet("", first, words[1]);
                });
        case "ok" ->
            recording.answer(
                client,
                switch (what) {
                  case "read" -> new KeyValueModel.Output.Found(first.equals("nil") ? null : first);
                  case "write" -> new KeyValueModel.Output.Done();
                  default -> new KeyValueModel.Output.Compared(true);
                });
        case "fail" -> {
          if (what.equals("cas")) {
            recording.answer(client, new KeyValueModel.Output.Compared(false));
          } else {
            recording.forget(client);
          }
        }
        default -> recording.unknown(client);
      }
    }
    return recording.end();
  }

  private static Verdict checkMap(String name) throws IOException {
    Recording<String[], String> recording = new Recording<>();
    for (String line : Files.readAllLines(DIRECTORY.resolve("kv").resolve(name))) {
      Matcher found = MAP.matcher(line);
      if (found.find()) {
        int client = Integer.parseInt(found.group(1));
        String value = found.group(5).equals("nil") ? "" : found.group(5);
        String bare = value.isEmpty() ? "" : value.substring(1, value.length() - 1);
        if (found.group(2).equals("invoke")) {
          recording.invoke(client, new String[] {found.group(3), found.group(4), bare});
        } else {
          recording.answer(client, bare);
        }
      }
    }
    return Linearizability.check(new AppendModel(), recording.end());
  }

  /// Events in the order of a file, whose lines are the clock.
  private static final class Recording<I, O> {
    private record Open<I>(I input, long since) {}

    private final Map<Integer, Open<I>> open = new LinkedHashMap<>();
    private final List<Operation<I, O>> done = new ArrayList<>();
    private long now;

    void invoke(int client, I input) {
      open.put(client, new Open<>(input, ++now));
    }

    void answer(int client, O output) {
      Open<I> asked = open.remove(client);
      done.add(new Operation<>(client, asked.input, output, asked.since, ++now));
    }

    void forget(int client) {
      open.remove(client);
    }

    void unknown(int client) {
      Open<I> asked = open.remove(client);
      done.add(Operation.unknown(client, asked.input, asked.since));
    }

    List<Operation<I, O>> end() {
      List.copyOf(open.keySet()).forEach(this::unknown);
      return done;
    }
  }
}
