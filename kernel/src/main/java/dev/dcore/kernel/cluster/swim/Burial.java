package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import org.jspecify.annotations.Nullable;

/// Takes those out of the table that have been gone for long, and keeps them from coming back by
/// what somebody else says.
final class Burial {
  /// The last few deaths of a name show people that its bearer crashes again and again.
  static final int NAMESAKES_MAX = 4;

  private final Self self;
  private final MemberTable table;
  private final Graves graves;
  private final ProbeOrder order;
  private final Suspicions suspicions;
  private final RumorQueue rumors;

  Burial(
      Self self,
      MemberTable table,
      Graves graves,
      ProbeOrder order,
      Suspicions suspicions,
      RumorQueue rumors) {
    this.self = self;
    this.table = table;
    this.graves = graves;
    this.order = order;
    this.suspicions = suspicions;
    this.rumors = rumors;
  }

  /// The grave of somebody that is gone, when this says nothing newer of it and it is not to be
  /// listed for that; else null.
  Graves.@Nullable Grave covering(SwimMessage.StateEntry told) {
    Graves.Grave grave = graves.find(told.claim().id());
    boolean covers =
        grave != null
            && grave.covers(told.claim().incarnation(), told.state())
            && (told.state().participates() || grave.reaped());
    return covers ? grave : null;
  }

  /// Contradicts what is said of somebody that lies in a grave: who says that it lives is told of a
  /// suspicion, which it refutes if it does; who still lists it is told that it need not.
  ///
  /// The rumor of a suspicion is worth nothing to those that do not list it either, and they may be
  /// all that this node can tell. So the teller, which may be the one that is meant, has an answer.
  ///
  /// @param grave that covers it
  /// @return what to answer when it is said to live, or null
  SwimMessage.@Nullable StateEntry contradict(
      Step step, SwimMessage.StateEntry told, Graves.Grave grave) {
    Claim claim = told.claim();
    NodeId id = claim.id();
    boolean lives = told.state().participates();
    if (!rumors.holds(id)) {
      step.trace(new SwimTrace.LateClaim(id.toString(), claim.incarnation(), told.state().name()));
      rumors.add(
          lives
              ? new Accusation(id, claim.incarnation(), Verdict.SUSPECTED, self.id())
              : new Accusation(id, grave.incarnation(), Verdict.FORGOTTEN, self.id()));
    }
    return lives ? new SwimMessage.StateEntry(claim, MemberState.DEAD, self.id()) : null;
  }

  /// Somebody has forgotten this member, and who does not list it any more makes no difference to
  /// those who never did.
  ///
  /// @return a suspicion to take in instead, of one that lives here, or null
  @Nullable Accusation forgotten(Step step, int slot, Accusation accusation) {
    if (accusation.incarnation() < table.incarnation(slot)) {
      return null;
    }
    if (table.participates(slot)) {
      return new Accusation(
          accusation.target(), accusation.incarnation(), Verdict.SUSPECTED, accusation.accuser());
    }
    rumors.add(accusation);
    forget(step, slot);
    return null;
  }

  /// Forgets those that have been gone for long enough.
  void reap(Step step, LifecycleConfig lifecycle) {
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.has(slot) && !table.participates(slot)) {
        boolean left = table.state(slot) == MemberState.LEFT;
        long kept = left ? lifecycle.leftKeptNanos() : lifecycle.deadKeptNanos();
        if (step.nowNanos() - table.sinceNanos(slot) >= kept) {
          forget(step, slot);
        }
      }
    }
  }

  /// Somebody is gone. Of one name few that are gone are kept: who gets a new id at each of its
  /// crashes would else fill the table.
  void thin(Step step, int slot) {
    int longest = table.goneLongest(slot, NAMESAKES_MAX);
    if (longest != MemberTable.NONE) {
      forget(step, longest);
    }
  }

  private void forget(Step step, int slot) {
    Member last = table.view(slot);
    graves.bury(last.id(), new Graves.Grave(last.incarnation(), last.state(), true));
    order.remove(slot);
    suspicions.end(slot);
    table.remove(slot);
    MemberEvent.Kind kind = MemberEvent.Kind.REAPED;
    step.trace(new SwimTrace.ViewChanged(last.name(), kind.label(), last.incarnation(), ""));
    step.effects().add(new SwimEffect.MemberChanged(new MemberEvent(kind, last)));
  }
}
