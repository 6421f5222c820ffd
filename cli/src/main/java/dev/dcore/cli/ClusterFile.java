package dev.dcore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `cluster.json` in the data directory: which nodes `up` keeps there. Immutable.
///
/// ```json
/// {"format": 1, "cluster": "dcore", "coordinator": "raft",
///  "nodes": [{"name": "n1", "address": "127.0.0.1:21001", "admin": "127.0.0.1:21101",
///             "pid": 4711, "startedAt": "2026-01-01T12:00:00Z"}],
///  "wish": ["--detect-within", "3s"],
///  "voters": ["6f1c…", "a003…", "e27b…"]}
/// ```
///
/// @param voters the ids of who votes in the replicated store; none when each agent has a store of
///   its own
/// @param wish what each agent is told of the wish that `up` was given; nothing unless there was
///   one
record ClusterFile(
    String cluster,
    String coordinator,
    List<RecordedNode> nodes,
    List<String> wish,
    List<String> voters) {
  static final String NAME = "cluster.json";
  private static final long FORMAT = 1;

  ClusterFile {
    nodes = List.copyOf(nodes);
    wish = List.copyOf(wish);
    voters = List.copyOf(voters);
  }

  /// @return empty when the directory holds none
  /// @throws CommandFailed in one sentence, when it cannot be read
  static Optional<ClusterFile> read(Path dataDirectory) throws CommandFailed {
    Path file = dataDirectory.resolve(NAME);
    try {
      return Optional.of(parse(Files.readString(file)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new CommandFailed(
          file + " cannot be read (" + e.getMessage() + "): repair it or choose another --data-dir",
          e);
    }
  }

  static ClusterFile parse(String text) throws IOException {
    JsonObject json = JsonObject.parse(text);
    if (json.number("format") != FORMAT) {
      throw new IOException("its format " + json.number("format") + " is not known");
    }
    List<RecordedNode> nodes = new ArrayList<>();
    for (JsonObject node : json.list("nodes")) {
      nodes.add(RecordedNode.of(node));
    }
    return new ClusterFile(
        json.text("cluster"),
        json.text("coordinator"),
        nodes,
        json.textsOrNone("wish"),
        json.textsOrNone("voters"));
  }

  String text() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("cluster", cluster);
    json.put("coordinator", coordinator);
    json.put("nodes", nodes.stream().map(RecordedNode::json).toList());
    if (!wish.isEmpty()) {
      json.put("wish", wish);
    }
    if (!voters.isEmpty()) {
      json.put("voters", voters);
    }
    return Output.prettyJson(json) + "\n";
  }

  /// Replaces the file in one step.
  void write(Path dataDirectory) throws CommandFailed {
    Path file = dataDirectory.resolve(NAME);
    try {
      Files.createDirectories(dataDirectory);
      Path fresh = dataDirectory.resolve(NAME + ".new");
      Files.writeString(fresh, text());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandFailed(
          file + " cannot be written: choose a directory of yours with --data-dir", e);
    }
  }

  ClusterFile with(List<RecordedNode> newer) {
    return new ClusterFile(cluster, coordinator, newer, wish, voters);
  }

  /// What each agent is told beside its own.
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(wish);
    if (!voters.isEmpty()) {
      arguments.add("--voters");
      arguments.add(String.join(",", voters));
    }
    return arguments;
  }

  /// Replaces the node of the same name.
  ClusterFile with(RecordedNode node) {
    return with(nodes.stream().map(each -> each.name().equals(node.name()) ? node : each).toList());
  }

  Optional<RecordedNode> node(String name) {
    return nodes.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  List<String> names() {
    return nodes.stream().map(RecordedNode::name).toList();
  }
}
