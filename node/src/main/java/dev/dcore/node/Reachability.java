package dev.dcore.node;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.topology.PeerReport;
import dev.dcore.kernel.runtime.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who can reach whom directly, put together from what the members say of their last direct pings.
///
/// @param observer who asked the others
/// @param members that take part, in the observer's order
/// @param paths what each member that answered says of each other one; in a large cluster only
///   those on which the last ping was not answered
/// @param broken the paths that do not pass, with the direction that fails
/// @param silent the members that did not answer, with the reason
public record Reachability(
    String observer,
    List<Member> members,
    List<Path> paths,
    List<Broken> broken,
    Map<String, String> silent) {
  /// Beyond it only the paths with trouble are asked for: others would be a million.
  static final int ALL_PATHS_MEMBERS_MAX = 64;

  /// Ages of two reports are of moments this far apart at most, a ping's timeout included.
  private static final long SLACK_NANOS = Duration.ofSeconds(1).toNanos();

  public Reachability {
    members = List.copyOf(members);
    paths = List.copyOf(paths);
    broken = List.copyOf(broken);
  }

  /// @param row what `from` says of `to`
  public record Path(String from, String to, PeerReport.Row row) {}

  /// Datagrams from `from` do not arrive at `to`.
  ///
  /// @param bothWays whether neither do those that go back
  /// @param certain whether both ends said so; otherwise `to` is silent, or the way back may be the
  ///   one that fails
  public record Broken(String from, String to, boolean bothWays, boolean certain) {}

  static Reachability of(String observer, List<Delivery.Surveyed.Reply> replies) {
    Map<String, Map<String, PeerReport.Row>> rows = new LinkedHashMap<>();
    List<Member> members = new ArrayList<>();
    Map<String, String> silent = new LinkedHashMap<>();
    for (Delivery.Surveyed.Reply reply : replies) {
      Member member = reply.member();
      if (!member.state().participates()) {
        continue;
      }
      members.add(member);
      PeerReport report = reply.report();
      if (report == null) {
        silent.put(member.name(), reply.error());
      } else {
        rows.put(member.name(), byName(report, replies));
      }
    }
    List<Path> paths = new ArrayList<>();
    rows.forEach((from, row) -> row.forEach((to, each) -> paths.add(new Path(from, to, each))));
    return new Reachability(observer, members, paths, broken(rows), silent);
  }

  private static Map<String, PeerReport.Row> byName(
      PeerReport report, List<Delivery.Surveyed.Reply> replies) {
    Map<Object, String> names = new LinkedHashMap<>();
    replies.forEach(reply -> names.put(reply.member().id(), reply.member().name()));
    Map<String, PeerReport.Row> rows = new LinkedHashMap<>();
    for (PeerReport.Row row : report.rows()) {
      String name = names.get(row.member());
      if (name != null && row.state().participates()) {
        rows.put(name, row);
      }
    }
    return rows;
  }

  private static List<Broken> broken(Map<String, Map<String, PeerReport.Row>> rows) {
    Map<String, Broken> broken = new LinkedHashMap<>();
    rows.forEach(
        (from, row) ->
            row.forEach(
                (to, each) -> {
                  Map<String, PeerReport.Row> other = rows.get(to);
                  Broken found = broken(from, to, each, other == null ? null : other.get(from));
                  boolean said =
                      found != null && broken.containsKey(found.to() + " " + found.from());
                  if (found != null && !(said && found.bothWays())) {
                    broken.put(found.from() + " " + found.to(), found);
                  }
                }));
    return List.copyOf(broken.values());
  }

  /// A ping that was not answered tells that one of two ways fails; whether the other end heard it
  /// tells which.
  ///
  /// @param forth what `from` says of `to`
  /// @param back what `to` says of `from`, or null when it is silent
  static @Nullable Broken broken(
      String from, String to, PeerReport.Row forth, PeerReport.@Nullable Row back) {
    if (!forth.missed()) {
      return null;
    }
    if (back == null) {
      return new Broken(from, to, false, false);
    }
    boolean passedSince = back.reached() && back.answeredAgoNanos() < forth.missedAgoNanos();
    if (passedSince) {
      return null;
    }
    boolean heard = within(back.heardAgoNanos(), forth.missedAgoNanos());
    if (heard) {
      return new Broken(to, from, false, true);
    }
    boolean heardBack = back.missed() && within(forth.heardAgoNanos(), back.missedAgoNanos());
    return new Broken(from, to, back.missed() && !heardBack, true);
  }

  private static boolean within(long heardAgo, long missedAgo) {
    return heardAgo >= 0 && heardAgo <= missedAgo + SLACK_NANOS;
  }
}
