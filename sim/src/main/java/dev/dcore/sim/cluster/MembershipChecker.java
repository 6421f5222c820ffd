package dev.dcore.sim.cluster;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.swim.SwimTrace;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Holds every node to membership's guarantees, by the events that it delivers.
///
/// Always: a view's incarnation of a member never falls, nobody is seen in an incarnation that its
/// owner did not claim, and who is dead or left comes back only with a higher one; no node starts
/// twice with one boot number; verdicts are held to what their accusers saw ([VerdictChecker]). At
/// the end: who is down is dead for all ([#checkComplete]), and all views are equal
/// ([#checkAgreement]).
public final class MembershipChecker implements Observer {
  /// More would only repeat the first.
  private static final int VIOLATIONS_MAX = 20;

  /// What one life of one process believes, by the number that this checker gave to each id.
  private static final class Seen {
    @Nullable NodeId own;
    long[] incarnations = new long[16];
    MemberState[] states = new MemberState[16];

    void reserve(int number) {
      if (number >= states.length) {
        int length = Math.max(number + 1, 2 * states.length);
        incarnations = Arrays.copyOf(incarnations, length);
        states = Arrays.copyOf(states, length);
      }
    }
  }

  private final Simulation simulation;
  private final Map<NodeId, Integer> numbers = new LinkedHashMap<>();
  private final List<Long> issued = new ArrayList<>();
  private final List<SimProcess> owners = new ArrayList<>();
  private final List<Long> boots = new ArrayList<>();
  private final Map<SimProcess, Seen> views = new LinkedHashMap<>();
  private final VerdictChecker verdicts = new VerdictChecker();
  private final List<String> violations = new ArrayList<>();
  private List<Member> answered = List.of();
  private long lastDeathNanos;
  private long deaths;
  private long falseDeaths;
  private long changes;

  public MembershipChecker(Simulation simulation) {
    this.simulation = simulation;
  }

  /// Broken guarantees, in words; empty when there are none.
  public List<String> violations() {
    return violations;
  }

  /// When a view last declared somebody dead.
  public long lastDeathNanos() {
    return lastDeathNanos;
  }

  /// How often some view declared somebody dead.
  public long deaths() {
    return deaths;
  }

  /// Of these, how often the process was running, though perhaps unreachable or paused.
  public long falseDeaths() {
    return falseDeaths;
  }

  /// Changes of views, of all nodes.
  public long changes() {
    return changes;
  }

  @Override
  public void started(SimProcess process) {
    views.put(process, new Seen());
    verdicts.started(process);
  }

  @Override
  public void stopped(SimProcess process) {
    views.remove(process);
    verdicts.stopped(process);
  }

  @Override
  public void traced(SimProcess process, TraceEvent event) {
    if (event instanceof SwimTrace.LateClaim(String id, long incarnation, String _)) {
      Integer number = numbers.get(NodeId.parse(id));
      if (number != null) {
        verdicts.heard(process, number, incarnation);
      }
    }
  }

  @Override
  public void delivered(SimProcess process, Delivery delivery) {
    switch (delivery) {
      case Delivery.MemberChanged(MemberEvent event) -> onEvent(process, event);
      case Delivery.Members(long _, List<Member> members) -> answered = members;
      case Delivery.Failed(String reason) -> {
        boolean made = process.disk().failing() || reason.startsWith("buggified");
        if (!made) {
          violate(process, "stopped by itself: " + reason);
        }
      }
      case Delivery.PhaseChanged _,
          Delivery.Explained _,
          Delivery.EventHappened _,
          Delivery.Health _,
          Delivery.EventSent _,
          Delivery.Surveyed _,
          Delivery.StoreAnswered _,
          Delivery.GroupAnswered _,
          Delivery.Completed _,
          Delivery.LeaderChanged _,
          Delivery.Drained _,
          Delivery.ForcedToLeave _,
          Delivery.StableViewChanged _ -> {}
    }
  }

  /// Who is down has to be dead or gone in every view that knows it.
  public void checkComplete() {
    for (SimProcess observer : running()) {
      for (Member member : snapshot(observer)) {
        SimProcess owner = ownerOf(member.id());
        if (owner != null && !owner.running() && member.state().participates()) {
          violate(
              observer,
              "still sees " + member.name() + " " + member.state() + ", which is down for long");
        }
      }
    }
  }

  /// All but those that stay down have to run and be up. Only who runs alone may be joining for
  /// ever: it was told of others, none of them will ever let it in, and to be up without them would
  /// make two clusters of one whenever they are merely cut off.
  public void checkUp(Set<SimProcess> staysDown) {
    boolean alone = running().size() == 1;
    for (SimProcess process : simulation.processes()) {
      boolean waits = alone && process.phase() == Phase.JOINING;
      if (!staysDown.contains(process) && process.phase() != Phase.UP && !waits) {
        violate(process, "is not up at the end but " + process.phase());
      }
    }
  }

  /// A view went on declaring deaths until the run ended.
  public void violateRest() {
    violations.add("the deaths did not end");
  }

  /// All running nodes have to hold one view.
  public void checkAgreement() {
    @Nullable Map<NodeId, String> first = null;
    String firstName = "";
    for (SimProcess observer : running()) {
      Map<NodeId, String> view = comparable(snapshot(observer));
      if (first == null) {
        first = view;
        firstName = observer.name();
      } else if (!first.equals(view)) {
        violate(observer, "differs from the view of " + firstName + ": " + difference(first, view));
      }
    }
  }

  private void onEvent(SimProcess observer, MemberEvent event) {
    Member member = event.member();
    Seen seen = Invariant.present(views.get(observer), "who delivers has started");
    // The first that a node tells is itself.
    if (seen.own == null) {
      seen.own = member.id();
      begin(observer, member);
    }
    boolean own = member.id().equals(seen.own);
    int number = own ? claim(observer, member) : numberOf(observer, member.id());
    if (number < 0) {
      return;
    }
    changes++;
    seen.reserve(number);
    MemberState before = seen.states[number];
    long known = seen.incarnations[number];
    if (member.incarnation() < known) {
      violate(
          observer,
          "went back from incarnation "
              + known
              + " of "
              + member.name()
              + " to "
              + member.incarnation());
    }
    if (member.incarnation() > issued.get(number)) {
      violate(
          observer,
          "sees "
              + member.name()
              + " in incarnation "
              + member.incarnation()
              + ", which it never claimed");
    }
    boolean wasGone = before != null && !before.participates();
    if (wasGone && member.state().participates() && member.incarnation() <= known) {
      violate(
          observer,
          "revived "
              + member.name()
              + ", "
              + before
              + " in incarnation "
              + known
              + ", without a newer claim of its own");
    }
    String wrong = verdicts.check(observer, number, event, before);
    if (wrong != null) {
      violate(observer, wrong);
    }
    seen.states[number] = member.state();
    seen.incarnations[number] = member.incarnation();
    if (event.kind() == MemberEvent.Kind.DIED) {
      onDeath(number);
    }
  }

  private void onDeath(int number) {
    deaths++;
    lastDeathNanos = simulation.queue().nowNanos();
    if (owners.get(number).running()) {
      falseDeaths++;
    }
  }

  /// A life's first word about itself: no earlier life had its boot number.
  private void begin(SimProcess owner, Member self) {
    int number = ownNumber(owner, self);
    long boot = Incarnation.boot(self.incarnation());
    if (boot <= boots.get(number)) {
      violate(owner, "starts with boot " + boot + " after boot " + boots.get(number));
    }
    boots.set(number, Math.max(boot, boots.get(number)));
  }

  private int ownNumber(SimProcess owner, Member self) {
    Integer known = numbers.get(self.id());
    if (known == null) {
      known = owners.size();
      numbers.put(self.id(), known);
      owners.add(owner);
      issued.add(0L);
      boots.add(0L);
      verdicts.named(owner, self.id().toString());
    }
    return known;
  }

  /// A node's word about itself is what others are measured by.
  private int claim(SimProcess owner, Member self) {
    int known = ownNumber(owner, self);
    if (self.incarnation() <= issued.get(known)) {
      violate(owner, "claims incarnation " + self.incarnation() + " again");
    }
    issued.set(known, Math.max(self.incarnation(), issued.get(known)));
    return known;
  }

  private int numberOf(SimProcess observer, NodeId id) {
    Integer number = numbers.get(id);
    if (number == null) {
      violate(observer, "sees a member that never was: " + id);
      return -1;
    }
    return number;
  }

  private @Nullable SimProcess ownerOf(NodeId id) {
    Integer number = numbers.get(id);
    return number == null ? null : owners.get(number);
  }

  private List<SimProcess> running() {
    return simulation.processes().stream().filter(SimProcess::running).toList();
  }

  private List<Member> snapshot(SimProcess process) {
    answered = List.of();
    process.command(new Command.ListMembers(0));
    return answered;
  }

  private static Map<NodeId, String> comparable(List<Member> members) {
    Map<NodeId, String> view = new TreeMap<>();
    for (Member member : members) {
      view.put(member.id(), member.name() + " " + member.state() + " " + member.incarnation());
    }
    return view;
  }

  private static String difference(Map<NodeId, String> first, Map<NodeId, String> second) {
    List<String> parts = new ArrayList<>();
    first.forEach(
        (id, value) -> {
          String other = second.get(id);
          if (!value.equals(other)) {
            parts.add(value + " there, " + (other == null ? "unknown" : other) + " here");
          }
        });
    second.forEach(
        (id, value) -> {
          if (!first.containsKey(id)) {
            parts.add("unknown there, " + value + " here");
          }
        });
    return String.join("; ", parts.subList(0, Math.min(5, parts.size())));
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
