package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProbeOrderTest {
  private static final int MEMBERS = 20;

  /// The table holds n1 to n21, and this node is none of them.
  private static final int SELF = 77;

  private final MemberTable table = Claims.table(MEMBERS + 1);
  private final ProbeOrder order = order(table, SELF);

  private static ProbeOrder order(MemberTable table, int self) {
    Choices choices = Choices.seeded(1, "n" + self);
    return new ProbeOrder(table, Claims.id(self), choices.choice("shuffle"));
  }

  @Test
  void withoutMembersThereIsNoneToProbe() {
    assertEquals(MemberTable.NONE, order.random());
    assertEquals(MemberTable.NONE, order.scheduled());
  }

  @Test
  void atRandomEveryMemberIsProbedOnceAPass() {
    fill();
    pass();
    List<String> second = pass();
    List<String> third = pass();
    assertEquals(MEMBERS, new TreeSet<>(second).size());
    assertEquals(new TreeSet<>(second), new TreeSet<>(third));
    assertNotEquals(second, third, "each pass has an order of its own");
  }

  @Test
  void whoIsGoneIsSkippedAndProbedAgainWhenItReturns() {
    fill();
    accuse(4);
    pass();
    for (int i = 0; i < 3 * MEMBERS; i++) {
      assertNotEquals("n4", next());
      assertNotEquals("n4", scheduled());
    }
    revive(4);
    assertTrue(seenWithin(2 * MEMBERS).contains("n4"));
  }

  @Test
  void aMemberThatJoinsIsProbedBeforeTwoPassesAreOver() {
    fill();
    pass();
    next();
    order.add(table.slot("n" + (MEMBERS + 1)), false);
    assertTrue(seenWithin(2 * (MEMBERS + 1) - 1).contains("n" + (MEMBERS + 1)));
  }

  @Test
  void aForgottenMemberIsProbedNoMore() {
    fill();
    scheduled();
    order.remove(table.slot("n7"));
    table.remove(table.slot("n7"));
    for (int i = 0; i < 3 * MEMBERS; i++) {
      assertNotEquals("n7", scheduled());
      assertNotEquals("n7", next());
    }
  }

  /// Every node that knows the same members probes another one, whatever way they came to know.
  @Test
  void nodesThatAgreeProbeEachMemberOnceAnEpoch() {
    List<ProbeOrder> orders = new ArrayList<>();
    List<MemberTable> tables = new ArrayList<>();
    for (int self = 1; self <= MEMBERS; self++) {
      MemberTable others = new MemberTable();
      ProbeOrder own = order(others, self);
      for (int i = 0; i < MEMBERS; i++) {
        int member = 1 + (i * 7 + self) % MEMBERS;
        if (member != self) {
          others.merge(
              0,
              Claims.known(member, Incarnation.ofBoot(1), false),
              MemberState.ALIVE,
              NodeId.NONE);
          own.add(others.slot("n" + member), false);
        }
        if (i % 5 == 0) {
          own.scheduled();
        }
        if (i % 7 == 0) {
          own.random();
        }
      }
      orders.add(own);
      tables.add(others);
    }
    for (int epoch = 0; epoch < 50; epoch++) {
      TreeSet<String> probed = new TreeSet<>();
      for (int i = 0; i < MEMBERS; i++) {
        orders.get(i).schedule().advance();
        probed.add(tables.get(i).name(orders.get(i).scheduled()));
      }
      assertEquals(MEMBERS, probed.size());
    }
  }

  @Test
  void whoReturnsTakesItsPlaceAgain() {
    fill();
    Set<String> all = seenBySchedule();
    accuse(4);
    scheduled();
    revive(4);
    assertEquals(all, seenBySchedule());
  }

  private Set<String> seenBySchedule() {
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < 400; i++) {
      order.schedule().advance();
      seen.add(scheduled());
    }
    assertEquals(MEMBERS, seen.size());
    return seen;
  }

  private void accuse(int number) {
    table.accuse(0, new Accusation(Claims.id(number), Incarnation.ofBoot(1), true, NodeId.NONE));
  }

  private void revive(int number) {
    table.merge(
        0, Claims.known(number, Incarnation.ofBoot(2), false), MemberState.ALIVE, NodeId.NONE);
    order.add(table.slot("n" + number), true);
  }

  private void fill() {
    for (int number = 1; number <= MEMBERS; number++) {
      order.add(table.slot("n" + number), false);
    }
  }

  private Set<String> seenWithin(int periods) {
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < periods; i++) {
      seen.add(next());
    }
    return seen;
  }

  private List<String> pass() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      names.add(next());
    }
    return names;
  }

  private String next() {
    return name(order.random());
  }

  private String scheduled() {
    return name(order.scheduled());
  }

  private String name(int slot) {
    return slot == MemberTable.NONE ? "nobody" : table.name(slot);
  }
}
