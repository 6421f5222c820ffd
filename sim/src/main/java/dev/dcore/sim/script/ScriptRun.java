package dev.dcore.sim.script;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.swim.Evidence;
import dev.dcore.kernel.runtime.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries out the directives of a script.
///
/// ```text
/// start N...      kill N      restart N      pause N      resume N      leave N      wipe N
/// start-alone N...      join N MEMBER
/// tag N KEY=VALUE
/// pass 5s
/// await N|all see N STATE [newer|other] within 30s
/// await N|all see COUNT alive within 30s
/// members N
/// explain N from N
/// split N...      cut N N      heal      power-loss N            in the simulator only
/// ```
///
/// `newer` asks for a higher incarnation than when this member was last awaited, `other` for
/// another id.
final class ScriptRun {
  private static final List<String> SIMULATED = List.of("split", "cut", "heal", "power-loss");

  /// Why the last `await` of a member was content.
  private record Known(String id, long incarnation) {}

  private final World world;
  private final Map<String, Known> known = new TreeMap<>();

  ScriptRun(World world) {
    this.world = world;
  }

  static boolean needsSimulation(String directive) {
    return SIMULATED.contains(words(directive).getFirst());
  }

  /// @return what happened and what was asked for
  List<String> perform(String directive) {
    List<String> words = words(directive);
    List<String> rest = words.subList(1, words.size());
    List<String> answer =
        switch (words.getFirst()) {
          case "start", "restart" -> each(rest, world::start);
          case "kill" -> each(rest, world::kill);
          case "pause" -> each(rest, world::pause);
          case "resume" -> each(rest, world::resume);
          case "leave" -> each(rest, world::leave);
          case "wipe" -> each(rest, world::wipe);
          case "start-alone" -> each(rest, world::startAlone);
          case "join" -> join(rest);
          case "drain" -> each(rest, world::drain);
          case "force-leave" -> forceLeave(rest);
          case "tag" -> tag(rest);
          case "pass" -> pass(rest);
          case "await" -> await(directive, rest);
          case "members" -> members(rest.getFirst());
          case "explain" -> explain(rest.getLast(), rest.getFirst());
          default -> simulated(directive, words.getFirst(), rest);
        };
    List<String> output = new ArrayList<>(world.happened());
    output.addAll(answer);
    return output.isEmpty() ? List.of("ok") : output;
  }

  private List<String> simulated(String directive, String verb, List<String> rest) {
    if (!SIMULATED.contains(verb)) {
      throw new ScriptFailed("there is no directive \"" + directive + "\"");
    }
    if (!(world.faults() instanceof World.Faults.All faults)) {
      throw new ScriptFailed("\"" + directive + "\" can only be done in the simulator");
    }
    switch (verb) {
      case "split" -> faults.split(rest);
      case "cut" -> faults.cut(rest.getFirst(), rest.getLast());
      case "heal" -> faults.heal();
      default -> rest.forEach(faults::losePower);
    }
    return List.of();
  }

  private static List<String> each(List<String> nodes, Consumer<String> what) {
    nodes.forEach(what);
    return List.of();
  }

  private List<String> join(List<String> rest) {
    world.join(rest.getFirst(), rest.getLast());
    return List.of();
  }

  private List<String> forceLeave(List<String> rest) {
    world.forceLeave(rest.getLast(), rest.getFirst());
    return List.of();
  }

  private List<String> tag(List<String> rest) {
    String[] pair = rest.getLast().split("=", 2);
    world.tag(rest.getFirst(), pair[0], pair[1]);
    return List.of();
  }

  private List<String> pass(List<String> rest) {
    world.pass(duration(rest.getFirst()));
    return List.of();
  }

  private List<String> await(String directive, List<String> rest) {
    int within = rest.indexOf("within");
    boolean legal = rest.size() >= 6 && within >= 4 && rest.get(1).startsWith("see");
    if (!legal) {
      throw new ScriptFailed("await N|all see N STATE within 30s, not \"" + directive + "\"");
    }
    String subject = rest.get(2);
    List<String> wanted = rest.subList(3, within);
    BooleanSupplier condition =
        Character.isDigit(subject.charAt(0))
            ? () -> observers(rest.getFirst(), "").stream().allMatch(each -> sees(each, subject))
            : () ->
                observers(rest.getFirst(), subject).stream()
                    .allMatch(observer -> fits(find(observer, subject), wanted));
    if (!world.await(condition, duration(rest.get(within + 1)))) {
      throw new ScriptFailed("did not come: " + directive + "; views: " + views());
    }
    for (String observer : observers(rest.getFirst(), subject)) {
      Member member = find(observer, subject);
      if (member != null) {
        known.put(subject, new Known(member.id().toString(), member.incarnation()));
      }
    }
    return List.of();
  }

  private List<String> observers(String who, String subject) {
    return who.equals("all")
        ? world.awake().stream().filter(node -> !node.equals(subject)).toList()
        : List.of(who);
  }

  private boolean sees(String observer, String count) {
    return world.members(observer).stream().filter(member -> state(member).equals("alive")).count()
        == Long.parseLong(count);
  }

  private boolean fits(@Nullable Member member, List<String> wanted) {
    if (member == null || !state(member).equals(wanted.getFirst())) {
      return false;
    }
    Known before = known.get(member.name());
    for (String condition : wanted.subList(1, wanted.size())) {
      boolean holds =
          before != null
              && switch (condition) {
                case "newer" -> member.incarnation() > before.incarnation;
                case "other" -> !member.id().toString().equals(before.id);
                default -> throw new ScriptFailed("newer or other, not \"" + condition + "\"");
              };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Member find(String observer, String name) {
    return world.members(observer).stream()
        .filter(member -> member.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private List<String> members(String node) {
    return world.members(node).stream().map(ScriptRun::row).toList();
  }

  private List<String> explain(String node, String member) {
    Delivery.Explained explained = world.explain(node, member);
    Evidence own = explained.own();
    if (own == null) {
      throw new ScriptFailed(node + " knows no " + member);
    }
    List<String> lines = new ArrayList<>();
    lines.addAll(steps(node, own));
    Evidence accuser = explained.accuser();
    if (accuser != null) {
      lines.addAll(steps(own.accuserName(), accuser));
    }
    if (!explained.note().isEmpty()) {
      lines.add(explained.note());
    }
    return lines;
  }

  private static List<String> steps(String knower, Evidence evidence) {
    List<String> lines = new ArrayList<>();
    lines.add(
        knower
            + " knows: "
            + evidence.name()
            + " "
            + evidence.state().name().toLowerCase(Locale.ROOT));
    for (Evidence.Step step : evidence.steps()) {
      lines.add(
          String.format(
                  Locale.ROOT,
                  "  %.3fs ago %s %s %s",
                  step.agoNanos() / 1e9,
                  step.kind().label(),
                  step.via(),
                  step.detail())
              .stripTrailing());
    }
    return lines;
  }

  private String views() {
    List<String> views = new ArrayList<>();
    for (String node : world.awake()) {
      views.add(node + " " + members(node));
    }
    return String.join("; ", views);
  }

  private static String row(Member member) {
    StringBuilder row = new StringBuilder(member.name() + " " + state(member));
    if (member.phase() == Phase.DRAINING) {
      row.append(" draining");
    }
    row.append(" incarnation=").append(member.incarnation());
    member
        .metadata()
        .asMap()
        .forEach((key, value) -> row.append(' ').append(key).append('=').append(value));
    return row.toString();
  }

  private static String state(Member member) {
    return member.state().name().toLowerCase(Locale.ROOT);
  }

  private static Duration duration(String text) {
    if (!text.matches("\\d+s")) {
      throw new ScriptFailed("a duration is like 30s, not \"" + text + "\"");
    }
    return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
  }

  private static List<String> words(String directive) {
    return Arrays.asList(directive.strip().split("\\s+"));
  }
}
