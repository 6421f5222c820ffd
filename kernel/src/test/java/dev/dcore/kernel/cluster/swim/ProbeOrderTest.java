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
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProbeOrderTest {
  private static final int MEMBERS = 20;

  private final Choices choices = Choices.seeded(1, "n0");
  private final MemberTable table = Claims.table(MEMBERS + 1);
  private final ProbeOrder order =
      new ProbeOrder(table, choices.choice("insertion"), choices.choice("shuffle"));

  @Test
  void withoutMembersThereIsNoneToProbe() {
    assertEquals(MemberTable.NONE, order.next());
  }

  @Test
  void everyMemberIsProbedOnceAPass() {
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
    table.accuse(0, new Accusation(Claims.id(4), Incarnation.ofBoot(1), true, NodeId.NONE));
    pass();
    for (int i = 0; i < 3 * MEMBERS; i++) {
      assertNotEquals("n4", next());
    }
    table.merge(0, Claims.known(4, Incarnation.ofBoot(2), false), MemberState.ALIVE, NodeId.NONE);
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < 2 * MEMBERS; i++) {
      seen.add(next());
    }
    assertTrue(seen.contains("n4"));
  }

  @Test
  void aMemberThatJoinsIsProbedBeforeTwoPassesAreOver() {
    fill();
    pass();
    next();
    order.add(MEMBERS);
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < 2 * (MEMBERS + 1) - 1; i++) {
      seen.add(next());
    }
    assertTrue(seen.contains("n" + (MEMBERS + 1)));
  }

  private void fill() {
    for (int slot = 0; slot < MEMBERS; slot++) {
      order.add(slot);
    }
  }

  private List<String> pass() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      names.add(next());
    }
    return names;
  }

  private String next() {
    int next = order.next();
    return next == MemberTable.NONE ? "nobody" : table.name(next);
  }
}
