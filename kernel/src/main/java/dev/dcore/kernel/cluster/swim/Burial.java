package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import org.jspecify.annotations.Nullable;

/// Takes those out of the table that have been gone for long, and keeps them from coming back by
/// what somebody else says.
final class Burial {
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

  /// Whether somebody is gone, and this says nothing newer of it. Who says that it lives is told of
  /// a suspicion, which it refutes if it does; who still lists it is told that it need not.
  boolean isOver(Step step, SwimMessage.StateEntry told) {
    NodeId id = told.claim().id();
    Graves.Grave grave = graves.isEmpty() ? null : graves.find(id);
    long incarnation = told.claim().incarnation();
    if (grave == null || !grave.covers(incarnation, told.state())) {
      return false;
    }
    boolean lives = told.state().participates();
    if (!lives && !grave.reaped()) {
      return false;
    }
    if (!rumors.holds(id)) {
      step.trace(new SwimTrace.LateClaim(id.toString(), incarnation, told.state().name()));
      rumors.add(
          lives
              ? new Accusation(id, incarnation, Verdict.SUSPECTED, self.id())
              : new Accusation(id, grave.incarnation(), Verdict.FORGOTTEN, self.id()));
    }
    return true;
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
