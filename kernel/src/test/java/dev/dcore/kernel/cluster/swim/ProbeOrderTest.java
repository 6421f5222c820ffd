package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProbeOrderTest {
  private static final int MEMBERS = 20;

  private final Choices choices = Choices.seeded(1, "n0");
  private final ProbeOrder order =
      new ProbeOrder(choices.choice("insertion"), choices.choice("shuffle"));
  private final List<MemberEntry> entries = new ArrayList<>();

  @Test
  void withoutMembersThereIsNoneToProbe() {
    assertNull(order.next());
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
    entries.get(3).state(0, MemberState.DEAD, NodeId.NONE);
    pass();
    for (int i = 0; i < 3 * MEMBERS; i++) {
      assertNotEquals("n4", next());
    }
    entries.get(3).state(0, MemberState.ALIVE, NodeId.NONE);
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
    order.add(Claims.entry(99));
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < 2 * (MEMBERS + 1) - 1; i++) {
      seen.add(next());
    }
    assertTrue(seen.contains("n99"));
  }

  private void fill() {
    for (int number = 1; number <= MEMBERS; number++) {
      MemberEntry entry = Claims.entry(number);
      entries.add(entry);
      order.add(entry);
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
    MemberEntry next = order.next();
    return next == null ? "nobody" : next.name();
  }
}
