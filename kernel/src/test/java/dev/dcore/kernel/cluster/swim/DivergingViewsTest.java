package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.seeding.Snapshot;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Whom is probed when, while views differ and stay different: by the schedule alone, and by the
/// random order that takes its place.
class DivergingViewsTest {
  private static final int MEMBERS = 200;
  private static final int PASSES = 2 * MEMBERS - 1;
  private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long ANOTHER_VIEW = 42;
  private static final int SELF = 1;
  private static final int NEVER = Integer.MAX_VALUE;

  private long nowNanos = PERIOD_NANOS;
  private final List<SwimEffect> effects = new ArrayList<>();
  private final Swim swim =
      new Swim(
          SwimConfig.DEFAULT,
          new Swim.Settings("n" + SELF, new Address("host", SELF), Metadata.EMPTY, List.of()),
          Choices.seeded(1, "n1"),
          KnownClaims.UNSHARED);

  /// It knows the nodes 2 to 200, which all answer.
  private void start() {
    step(new SwimInput.Start(new NodeIdentity(Claims.id(SELF), 1), Snapshot.EMPTY));
    for (int number = 2; number <= MEMBERS; number++) {
      Claim claim = Claims.of(number, Incarnation.ofBoot(1), false);
      step(
          new SwimInput.Received(
              Claims.id(2),
              new Address("host", 2),
              new SwimMessage.Gossip(new Rumors(List.of(claim), List.of(), List.of()))));
    }
    assertEquals(MEMBERS, swim.size());
  }

  private void step(SwimInput input) {
    swim.step(nowNanos, input, effects::add);
  }

  /// Whom it probes in so many periods, when those that answer say that they hold this view.
  private Set<Address> probed(int periods, long digest) {
    Set<Address> probed = new TreeSet<>((a, b) -> Integer.compare(a.port(), b.port()));
    for (int i = 0; i < periods; i++) {
      nowNanos += PERIOD_NANOS;
      effects.clear();
      step(new SwimInput.TimerFired(new SwimTimer.ProbePeriod(), nowNanos));
      for (SwimEffect effect : List.copyOf(effects)) {
        if (effect instanceof SwimEffect.SendDatagram(Address to, SwimMessage.Ping ping)) {
          probed.add(to);
          step(
              new SwimInput.Received(
                  Claims.id(to.port()),
                  to,
                  new SwimMessage.Ack(ping.sequence(), 0, digest, 0, Rumors.NONE, null)));
        }
      }
    }
    return probed;
  }

  /// The schedule's shifts are short: others probe those further on.
  @Test
  void whileNobodyDisagreesOnlyTheNextFewAreProbed() {
    start();

    assertTrue(probed(4 * MEMBERS, 0).size() <= 64);
  }

  /// Those others may not know of them.
  @Test
  void whenMostDisagreeEveryoneThatIsKnownIsProbedWithinTwoPasses() {
    start();
    probed(16, ANOTHER_VIEW);

    assertEquals(MEMBERS - 1, probed(PASSES, ANOTHER_VIEW).size());
  }

  /// What both give: the share of members that somebody probes in a period, and the longest that
  /// one goes without, when each view lacks a share of all; and when a member is known to one other
  /// only, after half of the ring.
  @Test
  void theScheduleProbesMoreAndTheRandomOrderForgetsNobody() {
    StringBuilder table = new StringBuilder();
    for (double missing : new double[] {0, 0.01, 0.1, 0.5}) {
      Given schedule = given(missing, true);
      Given random = given(missing, false);
      table.append(
          String.format(
              Locale.ROOT,
              "each view lacks %.2f: schedule probes %.3f a period, longest without %d;"
                  + " random order %.3f, %d%n",
              missing,
              schedule.probedAPeriod(),
              schedule.longestWithout(),
              random.probedAPeriod(),
              random.longestWithout()));
      assertTrue(schedule.probedAPeriod() >= random.probedAPeriod() - 0.01, table.toString());
    }
    int bySchedule = untilTheFarOneIsProbed(true);
    int atRandom = untilTheFarOneIsProbed(false);
    table.append("known to one that is far: schedule ");
    table.append(bySchedule == NEVER ? "never" : bySchedule + " periods");
    table.append(", random order ").append(atRandom).append(" periods\n");
    System.out.print(table);
    assertTrue(atRandom <= PASSES && bySchedule == NEVER, table.toString());
  }

  private record Given(double probedAPeriod, int longestWithout) {}

  private static Given given(double missing, boolean scheduled) {
    Choice lacks = Choices.seeded(3, "world").choice("lacks");
    List<MemberTable> tables = new ArrayList<>();
    List<ProbeOrder> orders = new ArrayList<>();
    for (int self = 1; self <= MEMBERS; self++) {
      MemberTable table = new MemberTable();
      ProbeOrder order = order(table, self);
      for (int member = 1; member <= MEMBERS; member++) {
        if (member != self && !lacks.chance(missing)) {
          know(table, order, member);
        }
      }
      tables.add(table);
      orders.add(order);
    }
    int[] last = new int[MEMBERS + 1];
    int longest = 0;
    long probed = 0;
    for (int period = 1; period <= PASSES; period++) {
      for (int i = 0; i < MEMBERS; i++) {
        orders.get(i).schedule().advance();
        int slot = scheduled ? orders.get(i).scheduled() : orders.get(i).random();
        int target = tables.get(i).address(slot).port();
        longest = Math.max(longest, period - last[target]);
        probed += last[target] < period ? 1 : 0;
        last[target] = period;
      }
    }
    return new Given((double) probed / PASSES / MEMBERS, longest);
  }

  private static int untilTheFarOneIsProbed(boolean scheduled) {
    MemberTable table = new MemberTable();
    ProbeOrder order = order(table, SELF);
    for (int member = 2; member <= MEMBERS; member++) {
      know(table, order, member);
    }
    for (int period = 1; period < 20 * PASSES; period++) {
      order.schedule().advance();
      int slot = scheduled ? order.scheduled() : order.random();
      if (table.address(slot).port() == MEMBERS / 2) {
        return period;
      }
    }
    return NEVER;
  }

  private static ProbeOrder order(MemberTable table, int self) {
    return new ProbeOrder(table, Claims.id(self), Choices.seeded(1, "n" + self).choice("shuffle"));
  }

  private static void know(MemberTable table, ProbeOrder order, int member) {
    table.merge(
        0, Claims.known(member, Incarnation.ofBoot(1), false), MemberState.ALIVE, NodeId.NONE);
    order.add(table.slot("n" + member), false);
  }
}
