package dev.dcore.cli;

import dev.dcore.node.admin.AgentFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A cluster at a glance: what is recorded in a data directory, which processes run, and what the
/// members believe of each other.
///
/// @param leader of the replicated store, or null
/// @param store what its leader says of it, or null
/// @param viewAgreement what share of the peers that an agent heard last hold just its view, the
///   least over the agents that answered; null when none did
record ClusterStatus(
    String cluster,
    @Nullable String leader,
    @Nullable Double viewAgreement,
    @Nullable StoreView store,
    List<NodeStatus> nodes) {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /// @param pid null when the process is gone, or on another machine
  /// @param state what another member believes, or null when nobody answers
  /// @param admin HOST:PORT, or null when it is not recorded here
  record NodeStatus(
      String name,
      @Nullable Long pid,
      @Nullable String state,
      String address,
      @Nullable String admin) {
    Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("name", name);
      json.put("pid", pid);
      json.put("state", state);
      json.put("address", address);
      json.put("admin", admin);
      return json;
    }
  }

  ClusterStatus {
    nodes =
        nodes.stream()
            .sorted(Comparator.comparing(NodeStatus::name, NaturalOrder.BY_NAME))
            .toList();
  }

  static ClusterStatus look(AgentOptions agents) throws CommandFailed {
    List<AdminClient> running = agents.recorded();
    List<Double> agreements = new ArrayList<>();
    Map<String, MemberRow> believed = beliefs(running, agreements);
    Map<String, NodeStatus> nodes = new TreeMap<>();
    String label = "";
    Optional<ClusterFile> recorded = ClusterFile.read(agents.directory());
    if (recorded.isPresent()) {
      label = recorded.get().cluster();
      for (RecordedNode node : recorded.get().nodes()) {
        nodes.put(node.name(), ofRecorded(node, agents.directory(), believed.get(node.name())));
      }
    } else {
      for (AdminClient agent : running) {
        AgentFacts facts = agents.facts();
        label = facts.cluster();
        nodes.put(
            agent.name(),
            new NodeStatus(
                agent.name(),
                new AgentProcess(facts.pid(), facts.startedAt()).isAlive() ? facts.pid() : null,
                state(believed.get(agent.name())),
                facts.address(),
                facts.admin()));
      }
    }
    for (MemberRow member : believed.values()) {
      nodes.putIfAbsent(
          member.name(),
          new NodeStatus(member.name(), null, member.state(), member.address(), null));
    }
    StoreView store = StoreView.look(running);
    return new ClusterStatus(
        label,
        store == null ? null : store.leader(),
        agreements.stream().min(Comparator.naturalOrder()).orElse(null),
        store,
        new ArrayList<>(nodes.values()));
  }

  String render(boolean asJson) {
    if (asJson) {
      return Output.prettyJson(json()) + "\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "PID", "STATE", "ADDRESS", "ADMIN"));
    for (NodeStatus node : nodes) {
      rows.add(
          List.of(
              node.name(),
              Output.orDash(node.pid()),
              Output.orDash(node.state()),
              node.address(),
              Output.orDash(node.admin())));
    }
    Double agreement = viewAgreement;
    String agreed =
        agreement == null
            ? ""
            : String.format(Locale.ROOT, ", view agreement %.0f %%", 100 * agreement);
    StoreView replicated = store;
    return "cluster "
        + cluster
        + agreed
        + "\n"
        + (replicated == null ? "" : replicated.text())
        + Output.table(rows);
  }

  /// `{cluster, leader, viewAgreement, store, nodes: [{name, pid, state, address, admin}]}`.
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("cluster", cluster);
    json.put("leader", leader);
    json.put("viewAgreement", viewAgreement);
    StoreView replicated = store;
    json.put("store", replicated == null ? null : replicated.json());
    json.put("nodes", nodes.stream().map(NodeStatus::json).toList());
    return json;
  }

  private static NodeStatus ofRecorded(
      RecordedNode node, Path dataDirectory, @Nullable MemberRow believed) {
    Optional<AgentProcess> process = node.running(dataDirectory);
    return new NodeStatus(
        node.name(),
        process.isPresent() ? process.get().pid() : null,
        state(believed),
        node.address(),
        node.adminNow(dataDirectory));
  }

  /// By name; each as seen by another member where there is one that answers.
  private static Map<String, MemberRow> beliefs(
      List<AdminClient> running, List<Double> agreements) {
    Map<String, MemberRow> beliefs = new LinkedHashMap<>();
    String firstObserver = "";
    for (AdminClient observer : running) {
      try {
        List<MemberRow> members = observer.members(TIMEOUT);
        Double agreement = observer.status(TIMEOUT).decimalOrNull("viewAgreement");
        if (agreement != null) {
          agreements.add(agreement);
        }
        if (firstObserver.isEmpty()) {
          firstObserver = observer.name();
          members.forEach(member -> beliefs.put(member.name(), member));
        } else {
          String first = firstObserver;
          members.stream()
              .filter(member -> member.name().equals(first))
              .forEach(member -> beliefs.put(first, member));
          return beliefs;
        }
      } catch (IOException _) {
        // Another one may answer.
      }
    }
    return beliefs;
  }

  private static @Nullable String state(@Nullable MemberRow believed) {
    return believed == null ? null : believed.state();
  }
}
