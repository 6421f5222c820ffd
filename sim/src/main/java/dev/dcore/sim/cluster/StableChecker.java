package dev.dcore.sim.cluster;

import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.stable.StableMember;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds every node to the guarantees of the stable view, by the views that it delivers.
///
/// Always: views of one lineage and number are equal everywhere; the numbers that a process sees in
/// one lineage only rise; from one view to the next who stays is unchanged, who comes is in since
/// then, and no older life of a node follows a younger; who is in a view was a process once. At the
/// end ([#checkAgreement]): all running processes hold one view, of exactly those that run.
public final class StableChecker implements Observer {
  /// More would only repeat the first.
  private static final int VIOLATIONS_MAX = 20;

  private record Key(long lineage, long number) {}

  private record Life(NodeId id, long boot) {}

  /// What one life of one process has shown.
  private static final class Seen {
    @Nullable Life own;
    @Nullable StableView view;
    boolean member;
    final Map<Long, Long> numbers = new LinkedHashMap<>();
  }

  private final Simulation simulation;
  private final Map<Key, StableView> views = new LinkedHashMap<>();
  private final Map<Long, Map<NodeId, Long>> boots = new LinkedHashMap<>();
  private final Set<Life> started = new LinkedHashSet<>();
  private final Map<SimProcess, Seen> lives = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private long removedRunning;
  private long lastChangeNanos;

  public StableChecker(Simulation simulation) {
    this.simulation = simulation;
  }

  /// Broken guarantees, in words; empty when there are none.
  public List<String> violations() {
    return violations;
  }

  /// How many different views there were, of all lineages.
  public int views() {
    return views.size();
  }

  /// How many lineages.
  public int lineages() {
    return boots.size();
  }

  /// How often a view went without a process of the view before that was running, though perhaps
  /// paused, cut off or leaving.
  public long removedRunning() {
    return removedRunning;
  }

  /// When a process last came to hold another view.
  public long lastChangeNanos() {
    return lastChangeNanos;
  }

  /// What this process holds, or null.
  public @Nullable StableView viewOf(SimProcess process) {
    Seen seen = lives.get(process);
    return seen == null ? null : seen.view;
  }

  @Override
  public void started(SimProcess process) {
    lives.put(process, new Seen());
  }

  @Override
  public void stopped(SimProcess process) {
    lives.remove(process);
  }

  @Override
  public void delivered(SimProcess process, Delivery delivery) {
    Seen seen = lives.get(process);
    if (seen == null) {
      return;
    }
    if (delivery instanceof Delivery.MemberChanged(MemberEvent event) && seen.own == null) {
      // The first that a node tells is itself.
      seen.own = new Life(event.member().id(), Incarnation.boot(event.member().incarnation()));
      started.add(seen.own);
    } else if (delivery instanceof Delivery.StableViewChanged(StableView view, boolean member)) {
      onView(process, seen, view, member);
    }
  }

  private void onView(SimProcess process, Seen seen, StableView view, boolean member) {
    lastChangeNanos = simulation.queue().nowNanos();
    Life own = seen.own;
    if (own == null || member != view.contains(own.id, own.boot)) {
      violate(process, "does not know whether it is in " + view);
    }
    StableView before = seen.view;
    boolean again = before != null && before.lineage() == view.lineage();
    long last = seen.numbers.getOrDefault(view.lineage(), 0L);
    if (again ? view.number() <= last : view.number() < last) {
      violate(process, "went back to " + view);
    }
    seen.numbers.put(view.lineage(), view.number());
    seen.view = view;
    seen.member = member;
    StableView first = views.putIfAbsent(new Key(view.lineage(), view.number()), view);
    if (first == null) {
      onNewView(process, view);
    } else if (!first.equals(view)) {
      violate(process, "holds another " + view + " members than the first that had it");
    }
  }

  private void onNewView(SimProcess process, StableView view) {
    Map<NodeId, Long> known = boots.computeIfAbsent(view.lineage(), _ -> new LinkedHashMap<>());
    StableView before = views.get(new Key(view.lineage(), view.number() - 1));
    Map<NodeId, StableMember> old = new LinkedHashMap<>();
    if (before != null) {
      before.members().forEach(each -> old.put(each.id(), each));
    }
    for (StableMember each : view.members()) {
      if (!started.contains(new Life(each.id(), each.boot()))) {
        violate(process, "holds " + view + " with a process that never was: " + each);
      }
      if (each.boot() < known.getOrDefault(each.id(), 0L)) {
        violate(process, "holds " + view + " with an older life: " + each);
      }
      known.put(each.id(), each.boot());
      boolean stays = each.equals(old.remove(each.id()));
      if (before != null && !stays && each.since() != view.number()) {
        violate(process, "holds " + view + " with one that neither stayed nor came: " + each);
      }
    }
    for (StableMember gone : old.values()) {
      removedRunning += isRunning(new Life(gone.id(), gone.boot())) ? 1 : 0;
    }
  }

  /// Whether all running processes hold one view, of exactly those that run.
  public boolean isAgreed() {
    return disagreement().isEmpty();
  }

  /// Whether agreement must come about: in every view that a running member holds, a majority runs
  /// or is replaced by later lives of the same nodes; and more than half of all nodes run.
  public boolean mustAgree() {
    Set<Life> running = running();
    Set<NodeId> ids = new LinkedHashSet<>();
    running.forEach(each -> ids.add(each.id));
    for (Seen seen : lives.values()) {
      StableView view = seen.view;
      if (view == null || !seen.member) {
        continue;
      }
      int live = 0;
      int replaced = 0;
      for (StableMember each : view.members()) {
        if (running.contains(new Life(each.id(), each.boot()))) {
          live++;
        } else if (ids.contains(each.id())) {
          replaced++;
        }
      }
      if (live < view.quorum() && view.size() - replaced >= view.quorum()) {
        return false;
      }
    }
    return 2 * running.size() > simulation.processes().size();
  }

  /// Without a fault nobody is removed that runs.
  public void checkNobodyRemoved() {
    if (removedRunning > 0) {
      violations.add("without a fault the stable view removed running members: " + removedRunning);
    }
  }

  /// All running nodes have to hold one view, of exactly those that run.
  public void checkAgreement() {
    if (mustAgree()) {
      String wrong = disagreement();
      if (!wrong.isEmpty()) {
        violations.add("the stable views do not agree at the end: " + wrong);
      }
    }
  }

  private String disagreement() {
    Set<Life> running = running();
    StableView first = null;
    String firstName = "";
    for (Map.Entry<SimProcess, Seen> each : lives.entrySet()) {
      StableView view = each.getValue().view;
      if (view == null) {
        return each.getKey().name() + " holds none";
      }
      if (first == null) {
        first = view;
        firstName = each.getKey().name();
      } else if (!first.equals(view)) {
        return firstName + " holds " + first + ", " + each.getKey().name() + " holds " + view;
      }
    }
    if (first == null) {
      return "";
    }
    for (StableMember each : first.members()) {
      if (!running.remove(new Life(each.id(), each.boot()))) {
        return first + " has " + each + ", which does not run";
      }
    }
    return running.isEmpty() ? "" : first + " lacks " + running;
  }

  private Set<Life> running() {
    Set<Life> running = new LinkedHashSet<>();
    for (Seen seen : lives.values()) {
      if (seen.own != null) {
        running.add(seen.own);
      }
    }
    return running;
  }

  private boolean isRunning(Life process) {
    for (Seen seen : lives.values()) {
      if (process.equals(seen.own)) {
        return true;
      }
    }
    return false;
  }

  private void violate(SimProcess observer, String what) {
    if (violations.size() < VIOLATIONS_MAX) {
      violations.add(
          String.format(
              Locale.ROOT,
              "at %.3f s %s %s",
              simulation.queue().nowNanos() / 1e9,
              observer.name(),
              what));
    }
  }
}
