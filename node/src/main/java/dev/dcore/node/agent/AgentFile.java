package dev.dcore.node.agent;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dcore.node.admin.AdminJson;
import dev.dcore.node.admin.AgentFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// `agent.json` in an agent's data directory: `{name, cluster, address, admin, pid, startedAt}`.
/// Written when the agent listens, deleted when it ends in order; one that was killed leaves it.
public final class AgentFile {
  public static final String NAME = "agent.json";

  private AgentFile() {}

  /// Replaces the file in one step, so that nobody reads half of it.
  static void write(Path directory, AgentFacts facts) throws IOException {
    Path fresh = directory.resolve(NAME + ".new");
    Files.writeString(fresh, AdminJson.text(facts.json()) + "\n");
    Files.move(
        fresh,
        directory.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  static void delete(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(NAME));
  }

  /// @return empty when there is none
  /// @throws IOException when it cannot be read as one
  public static Optional<AgentFacts> read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    try {
      Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
      return Optional.of(
          new AgentFacts(
              string(json, "name"),
              string(json, "cluster"),
              string(json, "address"),
              string(json, "admin"),
              Long.parseLong(string(json, "pid")),
              Instant.parse(string(json, "startedAt"))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (DateTimeException | NumberFormatException e) {
      throw new IOException(file + " is damaged", e);
    }
  }

  private static String string(Map<String, Object> json, String key) throws IOException {
    Object value = json.get(key);
    if (value == null) {
      throw new IOException(NAME + " has no field " + key);
    }
    return value.toString();
  }
}
