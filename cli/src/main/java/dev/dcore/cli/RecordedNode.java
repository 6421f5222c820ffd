package dev.dcore.cli;

import dev.dcore.node.admin.AgentFacts;
import dev.dcore.node.agent.AgentFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One node of a [ClusterFile].
///
/// @param address HOST:PORT that it keeps over restarts
/// @param admin HOST:PORT of its admin API, kept as well
/// @param process the process that `up` started last, or null
record RecordedNode(String name, String address, String admin, @Nullable AgentProcess process) {
  static RecordedNode of(JsonObject json) throws IOException {
    Long pid = json.numberOrNull("pid");
    String startedAt = json.textOrNull("startedAt");
    try {
      return new RecordedNode(
          json.text("name"),
          json.text("address"),
          json.text("admin"),
          pid == null || startedAt == null
              ? null
              : new AgentProcess(pid, Instant.parse(startedAt)));
    } catch (DateTimeException e) {
      throw new IOException("the field startedAt is not a time", e);
    }
  }

  Map<String, @Nullable Object> json() {
    AgentProcess known = process;
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("address", address);
    json.put("admin", admin);
    json.put("pid", known == null ? null : known.pid());
    json.put("startedAt", known == null ? null : known.startedAt().toString());
    return json;
  }

  RecordedNode with(@Nullable AgentProcess started) {
    return new RecordedNode(name, address, admin, started);
  }

  /// Each node has a folder of its name.
  Path directory(Path dataDirectory) {
    return dataDirectory.resolve(name);
  }

  /// Its agent, if one runs: the one that its directory names, which somebody else may have
  /// started, or the one that `up` has just started.
  Optional<AgentProcess> running(Path dataDirectory) {
    Optional<AgentProcess> own =
        facts(dataDirectory)
            .map(facts -> new AgentProcess(facts.pid(), facts.startedAt()))
            .filter(AgentProcess::isAlive);
    return own.isPresent() ? own : Optional.ofNullable(process).filter(AgentProcess::isAlive);
  }

  /// What its agent wrote down last.
  Optional<AgentFacts> facts(Path dataDirectory) {
    try {
      return AgentFile.read(directory(dataDirectory));
    } catch (IOException _) {
      return Optional.empty(); // A damaged file says as much as none.
    }
  }

  /// Where its admin API is.
  String adminNow(Path dataDirectory) {
    return facts(dataDirectory).map(AgentFacts::admin).orElse(admin);
  }
}
