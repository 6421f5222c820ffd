package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.seeding.SeedList;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Full state over a stream: to join through seeds, now and then with a random member so that what
/// gossip missed is repaired, and with the dead and the seeds so that partitions heal.
final class Exchange {
  /// Up to this many members the period is as configured; above, it grows with the logarithm, so
  /// that the exchanges of a cluster cost n log n and not n squared (as in memberlist).
  private static final int SCALE_THRESHOLD = 32;

  private final SwimConfig config;
  private final Self self;
  private final View view;
  private final SeedList seeds;
  private final Admission admission;
  private final Set<Address> asked = new LinkedHashSet<>();
  private final Choice partnerChoice;
  private final Choice deadChoice;
  private final Choice offset;

  /// The digest of the last view in which nobody was dead and every seed was a member.
  private @Nullable Long wholeDigest;

  Exchange(SwimConfig config, Self self, View view, SeedList seeds, Choices choices) {
    this.config = config;
    this.self = self;
    this.view = view;
    this.seeds = seeds;
    this.admission = new Admission(self, view.table());
    this.partnerChoice = choices.choice("exchange-partner");
    this.deadChoice = choices.choice("reconnect-target");
    this.offset = choices.choice("exchange-offset");
  }

  /// How often this node exchanges state when the cluster has this size.
  static long periodNanos(long basePeriodNanos, int members) {
    if (members <= SCALE_THRESHOLD) {
      return basePeriodNanos;
    }
    double doublings = StrictMath.log((double) members / SCALE_THRESHOLD) / StrictMath.log(2);
    return basePeriodNanos * (1 + (long) StrictMath.ceil(doublings));
  }

  /// Asks one seed, and with every further try the next one, until one answers.
  void join(Step step) {
    Address seed = seeds.next();
    if (seed != null) {
      asked.add(seed);
      send(step, seed, "join", false);
    }
    step.timerIn(new SwimTimer.JoinRetry(), seeds.waitNanos(config.lifecycle().joinRetryNanos()));
  }

  /// A node that seeds may have let in, though their answer has not come, tells them that it goes.
  ///
  /// @return whether there is anybody to tell
  boolean farewell(Step step) {
    for (Address seed : asked) {
      send(step, seed, "leave", true);
    }
    return !asked.isEmpty();
  }

  /// Begins the periodic rounds, each at its own random time within the period.
  void begin(Step step) {
    // Not at once: while a cluster starts, all views differ, and gossip evens them out for less.
    long period = config.exchange().periodNanos();
    step.timerIn(new SwimTimer.ExchangeRound(), offset.between(period, 2 * period));
    step.timerIn(
        new SwimTimer.ReconnectRound(),
        offset.between(1, config.exchange().reconnectPeriodNanos()));
  }

  void onRound(Step step) {
    MemberTable table = view.table();
    for (int partner :
        table.pick(1, partnerChoice, slot -> table.state(slot) == MemberState.ALIVE)) {
      compare(step, table.address(partner), "period");
    }
    step.timerIn(
        new SwimTimer.ExchangeRound(), periodNanos(config.exchange().periodNanos(), view.size()));
  }

  /// Tries one member that is dead here, or one seed that is no member.
  void onReconnectRound(Step step) {
    step.timerIn(new SwimTimer.ReconnectRound(), config.exchange().reconnectPeriodNanos());
    if (wholeDigest != null && view.table().digest() == wholeDigest) {
      return;
    }
    List<Address> lost = new ArrayList<>();
    MemberTable table = view.table();
    if (table.dead() > 0) {
      for (int slot = 0; slot < table.slots(); slot++) {
        if (table.has(slot) && table.state(slot) == MemberState.DEAD) {
          lost.add(table.address(slot));
        }
      }
    }
    forgetRemembered();
    for (Address seed : seeds.all()) {
      if (!isMember(seed) && !lost.contains(seed)) {
        lost.add(seed);
      }
    }
    if (lost.isEmpty()) {
      wholeDigest = view.table().digest();
    } else {
      Address target = lost.get(deadChoice.below(lost.size()));
      asked.add(target);
      compare(step, target, "reconnect");
    }
  }

  /// Other seeds are named now, and may not be members.
  void onSeedsFound() {
    wholeDigest = null;
  }

  /// Members that are known again need not be remembered.
  private void forgetRemembered() {
    if (!seeds.remembersOthers()) {
      return;
    }
    MemberTable table = view.table();
    Set<Address> known = new LinkedHashSet<>();
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.has(slot)) {
        known.add(table.address(slot));
      }
    }
    seeds.forget(known);
  }

  /// Full state follows only when the views differ.
  private void compare(Step step, Address to, String reason) {
    step.trace(new SwimTrace.ExchangeSent(to, reason, 0));
    step.stream(to, new SwimMessage.StateDigest(view.digest(), self.profile().address()));
  }

  /// The same view needs no exchange.
  void onDigest(Step step, NodeId sender, SwimMessage.StateDigest peer) {
    if (peer.digest() != view.digest()) {
      // A member is where its claim says, whatever the message does.
      int known = view.table().slot(sender);
      Address to = known == MemberTable.NONE ? peer.replyTo() : view.table().address(known);
      send(step, to, "difference", false);
    }
  }

  /// @return whether it was taken in
  boolean onFullState(Step step, SwimMessage.FullState state) {
    KnownClaim sender = view.read(step, state.entries().getFirst().claim());
    if (sender == null) {
      return false;
    }
    Profile profile = sender.profile();
    boolean stranger = view.table().slot(sender.claim().id()) == MemberTable.NONE;
    if ((state.joining() || (stranger && !state.reply()))
        && !mayJoin(step, sender.claim(), profile)) {
      return false;
    }
    asked.remove(profile.address());
    // What a seed tells a newcomer is old to everybody else.
    boolean news = self.phase() != Phase.JOINING;
    for (SwimMessage.StateEntry entry : state.entries()) {
      view.onEntry(step, entry, news);
    }
    if (!state.reply()) {
      send(step, profile.address(), "reply", true);
    }
    return true;
  }

  void onJoinRefused(Step step, Address seed, String reason) {
    step.trace(new SwimTrace.JoinProgress(seed, "refused: " + reason));
  }

  void onStreamClosed(Step step, Address to, String reason) {
    if (asked.remove(to) && self.phase() == Phase.JOINING) {
      step.trace(new SwimTrace.JoinProgress(to, "no answer: " + reason));
    }
  }

  private boolean isMember(Address address) {
    MemberTable table = view.table();
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.has(slot) && table.address(slot).equals(address) && table.participates(slot)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayJoin(Step step, Claim joiner, Profile profile) {
    String reason = admission.refusal(joiner.id(), profile);
    if (reason != null) {
      step.stream(profile.address(), new SwimMessage.JoinRefused(reason));
      step.trace(new SwimTrace.JoinProgress(profile.address(), "turned away: " + reason));
    }
    return reason == null;
  }

  private void send(Step step, Address to, String reason, boolean reply) {
    MemberTable table = view.table();
    List<SwimMessage.StateEntry> entries = new ArrayList<>(table.size() + 1);
    entries.add(self.stateEntry());
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.has(slot)) {
        entries.add(table.stateEntry(slot));
      }
    }
    step.trace(new SwimTrace.ExchangeSent(to, reason, entries.size()));
    step.stream(to, new SwimMessage.FullState(reply, self.phase() == Phase.JOINING, entries));
  }
}
