package dev.dcore.cli;

import dev.dcore.kernel.transport.Address;
import dev.dcore.node.admin.AdminToken;
import dev.dcore.node.admin.AgentFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether all agents see all: each is up and sees every one alive with the incarnation that it
/// says itself.
final class Readiness {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Path dataDirectory;

  Readiness(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  /// @return what the replicated store lacks, or null when it can be used
  @Nullable String leaderless(List<RecordedNode> nodes) {
    String missing = "no agent leads the store yet";
    for (RecordedNode node : nodes) {
      try {
        if (client(node).group(TIMEOUT).textOrNull("leader") != null) {
          return null;
        }
      } catch (IOException _) {
        missing = node.name() + " does not answer yet";
      }
    }
    return missing;
  }

  private AdminClient client(RecordedNode node) throws IOException {
    Path token = node.directory(dataDirectory).resolve(AdminToken.FILE);
    return new AdminClient(
        node.name(), Address.parse(node.adminNow(dataDirectory)), AdminToken.load(token).value());
  }

  /// @return what is missing, or null when the cluster is ready
  @Nullable String missing(List<RecordedNode> nodes) {
    Map<String, List<MemberRow>> views = new LinkedHashMap<>();
    for (RecordedNode node : nodes) {
      Optional<AgentFacts> facts = node.facts(dataDirectory);
      if (facts.isEmpty() || node.running(dataDirectory).isEmpty()) {
        return node.name() + " does not listen yet";
      }
      try {
        List<MemberRow> view = client(node).members(TIMEOUT);
        // Of dozens that start, the first with a gap says enough; the others have work to do.
        if (view.stream().filter(MemberRow::alive).count() < nodes.size()) {
          return node.name() + " does not see all the others alive";
        }
        views.put(node.name(), view);
      } catch (IOException e) {
        return node.name() + " does not answer yet";
      }
    }
    return disagreement(views);
  }

  /// @param views by observer, who is the first of its own view
  static @Nullable String disagreement(Map<String, List<MemberRow>> views) {
    for (var view : views.entrySet()) {
      MemberRow self = view.getValue().getFirst();
      if (!self.phase().equals("up")) {
        return view.getKey() + " is still " + self.phase();
      }
      for (var other : views.entrySet()) {
        if (other.getValue().stream().noneMatch(member -> isAlive(member, self))) {
          return other.getKey() + " does not see " + view.getKey() + " alive";
        }
      }
    }
    return null;
  }

  private static boolean isAlive(MemberRow seen, MemberRow self) {
    return seen.id().equals(self.id()) && seen.alive() && seen.incarnation() >= self.incarnation();
  }
}
