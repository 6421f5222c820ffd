package dev.dcore.node.admin;

import dev.dcore.node.Node;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What identifies a running agent. Others recognise the process by its pid and start time, since a
/// pid alone is used again.
///
/// @param address HOST:PORT where members reach it
/// @param admin HOST:PORT of its admin API
/// @param startedAt of the process, as the operating system says
public record AgentFacts(
    String name, String cluster, String address, String admin, long pid, Instant startedAt) {
  static AgentFacts ofThisProcess(Node node, String admin) {
    ProcessHandle process = ProcessHandle.current();
    return new AgentFacts(
        node.name(),
        node.cluster().label(),
        node.address().toString(),
        admin,
        process.pid(),
        process.info().startInstant().orElseGet(Instant::now));
  }

  /// `{name, cluster, address, admin, pid, startedAt}`.
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("cluster", cluster);
    json.put("address", address);
    json.put("admin", admin);
    json.put("pid", pid);
    json.put("startedAt", startedAt.toString());
    return json;
  }
}
