package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The replicated store at a glance, as its leader says.
///
/// @param leader its name
/// @param lags how many entries each other replica lacks, by name
record StoreView(String leader, long term, long commit, long keys, Map<String, Long> lags) {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  StoreView {
    lags = new LinkedHashMap<>(lags);
  }

  /// @return null when none of them leads, or there is no replicated store
  static @Nullable StoreView look(List<AdminClient> running) {
    for (AdminClient agent : running) {
      try {
        JsonObject group = agent.group(TIMEOUT);
        if (group.text("role").equals("leader")) {
          return of(group);
        }
      } catch (IOException _) {
        // Another one may lead.
      }
    }
    return null;
  }

  private static StoreView of(JsonObject group) throws IOException {
    Map<String, Long> lags = new LinkedHashMap<>();
    for (JsonObject follower : group.list("followers")) {
      lags.put(follower.text("name"), follower.number("lag"));
    }
    return new StoreView(
        group.text("name"),
        group.number("term"),
        group.number("commit"),
        group.number("keys"),
        lags);
  }

  /// One line.
  String text() {
    List<String> behind = new ArrayList<>();
    lags.forEach((name, lag) -> behind.add(name + (lag == 0 ? " has all" : " lacks " + lag)));
    return "store: "
        + leader
        + " leads in term "
        + term
        + ", "
        + commit
        + " entries committed"
        + (behind.isEmpty() ? "" : "; " + String.join(", ", behind))
        + "\n";
  }

  /// `{leader, term, commit, keys, lag: {NAME: entries}}`.
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("leader", leader);
    json.put("term", term);
    json.put("commit", commit);
    json.put("keys", keys);
    json.put("lag", lags);
    return json;
  }
}
