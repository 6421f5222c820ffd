package dev.dcore.cli;

import dev.dcore.kernel.transport.Address;
import dev.dcore.node.admin.AdminToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What `doctor` asks each recorded agent: whether it runs, answers, is up, and sees what the
/// others see.
final class AgentChecks {
  /// An agent that takes longer is in trouble.
  private static final Duration TIMEOUT = Duration.ofMillis(1_500);

  /// Less than half, and the node itself probes in another order.
  private static final double AGREEMENT_ODD = 0.5;

  /// Half of the worst; one or two come and go under load.
  private static final long HEALTH_ODD = 4;

  private final Path dataDirectory;
  private final List<Finding> found = new ArrayList<>();
  private final SequencedMap<String, List<MemberRow>> views = new LinkedHashMap<>();

  AgentChecks(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  List<Finding> look(ClusterFile cluster) {
    int running = 0;
    for (RecordedNode node : cluster.nodes()) {
      Optional<AgentProcess> process = node.running(dataDirectory);
      if (process.isPresent()) {
        running++;
        runs(node, process.get());
      } else {
        rests(node);
      }
    }
    found.add(Finding.ok("agents", running + " of " + cluster.nodes().size() + " run"));
    if (views.size() > 1) {
      agreement();
    }
    return found;
  }

  private void runs(RecordedNode node, AgentProcess process) {
    String check = node.name();
    String who = node.name() + " (pid " + process.pid() + ")";
    if (state(process.pid()) == 'T') {
      found.add(
          Finding.wrong(
              check,
              who + " is stopped by a signal: let it go on with kill -CONT " + process.pid()));
      return;
    }
    try {
      AdminClient client =
          new AdminClient(
              node.name(),
              Address.parse(node.adminNow(dataDirectory)),
              AdminToken.load(node.directory(dataDirectory).resolve(AdminToken.FILE)).value());
      JsonObject status = client.status(TIMEOUT);
      views.put(node.name(), client.members(TIMEOUT));
      String phase = status.text("phase");
      String why = status.textOrNull("phaseDetail");
      healthOf(check, who, status);
      found.add(
          phase.equals("up")
              ? Finding.ok(check, who + " is up and sees " + status.number("alive") + " alive")
              : Finding.wrong(
                  check,
                  who
                      + " is "
                      + phase
                      + (why == null ? "" : " (" + why + ")")
                      + ": see its log, "
                      + node.directory(dataDirectory).resolve("agent.log")));
    } catch (IOException e) {
      found.add(
          Finding.wrong(
              check,
              who
                  + " runs and does not answer ("
                  + e.getMessage()
                  + "): see its log, or end it with kill -9 "
                  + process.pid()
                  + " and start it with `dcore up`"));
    }
  }

  private void healthOf(String check, String who, JsonObject status) throws IOException {
    Double agreement = status.decimalOrNull("viewAgreement");
    if (agreement != null && agreement < AGREEMENT_ODD) {
      found.add(
          Finding.note(
              check,
              String.format(
                  Locale.ROOT,
                  "of the members that %s heard last only %.0f %% see what it sees: wait ten"
                      + " seconds, and if it stays so look at `dcore reachability`",
                  who,
                  100 * agreement)));
    }
    Long signs = status.numberOrNull("localHealth");
    if (signs != null && signs >= HEALTH_ODD) {
      found.add(
          Finding.note(
              check,
              who
                  + " has "
                  + signs
                  + " signs that it is itself at fault when others do not answer: look whether"
                  + " this machine is busy, and at its network"));
    }
  }

  private void rests(RecordedNode node) {
    boolean died = Files.exists(node.directory(dataDirectory).resolve("agent.json"));
    if (died) {
      found.add(
          Finding.wrong(
              node.name(),
              node.name()
                  + " ended without leaving, and left agent.json: start it with `dcore up`,"
                  + " or stop all with `dcore down`"));
    }
    for (String address : List.of(node.address(), node.admin())) {
      int port = Address.parse(address).port();
      if (!FreePorts.isFree(port)) {
        found.add(
            Finding.wrong(
                node.name(),
                "the port "
                    + port
                    + " of "
                    + node.name()
                    + " is used by another program: end that, since its members know it there"));
      }
    }
  }

  /// 'T' for a stopped process, as the system says, or '?' where it does not say.
  private static char state(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException _) {
      return '?';
    }
  }

  private void agreement() {
    String first = views.firstEntry().getKey();
    List<MemberRow> seen = views.firstEntry().getValue();
    for (var other : views.entrySet()) {
      String differs = difference(first, seen, other.getKey(), other.getValue());
      if (differs != null) {
        found.add(
            Finding.wrong(
                "view",
                differs + ": wait ten seconds, and if it stays so look at `dcore reachability`"));
        return;
      }
    }
    found.add(
        Finding.ok("view", "all " + views.size() + " agents that answer see the same members"));
  }

  private static String belief(MemberRow member) {
    return member.id() + " " + member.state() + " " + member.incarnation();
  }

  /// @return in which member two views differ, or null
  static @Nullable String difference(
      String one, List<MemberRow> ones, String other, List<MemberRow> others) {
    Map<String, MemberRow> byId = new LinkedHashMap<>();
    others.forEach(member -> byId.put(member.id(), member));
    for (MemberRow member : ones) {
      MemberRow there = byId.remove(member.id());
      if (there == null) {
        return other + " does not know " + member.name() + ", which " + one + " knows";
      }
      if (!belief(member).equals(belief(there))) {
        return one
            + " sees "
            + member.name()
            + " "
            + member.state()
            + " in incarnation "
            + member.incarnation()
            + ", and "
            + other
            + " sees it "
            + there.state()
            + " in incarnation "
            + there.incarnation();
      }
    }
    return byId.isEmpty()
        ? null
        : one
            + " does not know "
            + byId.values().iterator().next().name()
            + ", which "
            + other
            + " knows";
  }
}
