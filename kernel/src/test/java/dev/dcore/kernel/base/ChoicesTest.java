package dev.dcore.kernel.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChoicesTest {
  private static final long SEED = 7;

  /// These values stand for every recorded seed: when they change, no old failure replays.
  @Test
  void drawsArePinned() {
    Choice choice = Choices.seeded(SEED, "n1").of("swim").choice("relay");
    assertEquals(
        List.of(0xc4f7932bba05f76cL, 0xea290e59f89fc020L, 0xa584276b989274fbL),
        LongStream.range(0, 3).map(_ -> choice.bits()).boxed().toList());
    assertEquals(
        List.of(1, 2, 1, 3), IntStream.range(0, 4).mapToObj(_ -> choice.below(10)).toList());
    assertEquals(138, choice.between(100, 200));
    assertEquals(108_866, choice.exponential(1_000_000));
    assertTrue(choice.chance(0.5));
  }

  @Test
  void aDrawUnderAnotherLabelShiftsNothing() {
    Choices choices = Choices.seeded(SEED, "n1");
    Choice alone = choices.choice("a");
    Choice beside = choices.choice("a");
    Choice other = choices.choice("b");
    for (int i = 0; i < 100; i++) {
      other.bits();
      assertEquals(alone.bits(), beside.bits());
    }
  }

  @Test
  void seedNodeSubsystemAndLabelEachChangeTheDraws() {
    long base = Choices.seeded(SEED, "n1").of("s").choice("l").bits();
    List<Long> others =
        List.of(
            Choices.seeded(SEED + 1, "n1").of("s").choice("l").bits(),
            Choices.seeded(SEED, "n2").of("s").choice("l").bits(),
            Choices.seeded(SEED, "n1").of("t").choice("l").bits(),
            Choices.seeded(SEED, "n1").of("s").choice("m").bits());
    assertEquals(4, others.stream().distinct().filter(draw -> draw != base).count());
  }

  @Test
  void drawsStayInTheirBoundsAndReachThem() {
    Choice choice = Choices.seeded(SEED, "n1").choice("bounds");
    boolean[] seen = new boolean[5];
    for (int i = 0; i < 1_000; i++) {
      seen[choice.below(5)] = true;
      long between = choice.between(-1, 1);
      assertTrue(between >= -1 && between <= 1, () -> "between gave " + between);
      long exponential = choice.exponential(100);
      assertTrue(exponential >= 0 && exponential <= 1_000, () -> "exponential " + exponential);
    }
    for (boolean each : seen) {
      assertTrue(each);
    }
    assertThrows(Invariant.Violation.class, () -> choice.below(0));
  }

  @Test
  void chancesMatchTheirProbability() {
    Choice choice = Choices.seeded(SEED, "n1").choice("chance");
    long hits = IntStream.range(0, 10_000).filter(_ -> choice.chance(0.25)).count();
    assertTrue(hits > 2_300 && hits < 2_700, () -> hits + " of 10000 at 0.25");
  }

  @Test
  void realNodesNeverBuggify() {
    assertSame(BuggifyPoint.OFF, Choices.seeded(SEED, "n1").buggify("crash", 1.0));
    assertFalse(BuggifyPoint.OFF.fires());
  }

  @Test
  void runsArmTheirOwnShareOfBuggifyPoints() {
    Choices choices = Choices.recorded(SEED, "n1", ChoiceLog.NONE, true);
    long armed =
        IntStream.range(0, 1_000).filter(i -> choices.buggify("p" + i, 1.0).fires()).count();
    assertTrue(armed > 200 && armed < 300, () -> armed + " of 1000 armed");
  }

  @Test
  void theLogSeesEveryDrawAndItsQuietValue() {
    List<String> seen = new ArrayList<>();
    ChoiceLog log =
        label ->
            (ordinal, drawn, quiet) -> {
              seen.add(label + "#" + ordinal + " quiet " + quiet);
              return drawn;
            };
    Choice choice = Choices.recorded(SEED, "n1", log, false).of("swim").choice("relay");
    choice.below(5);
    choice.between(40, 50);
    choice.chance(0.5);
    choice.bits();
    choice.exponential(10);
    assertEquals(
        List.of(
            "n1/swim/relay#0 quiet 0",
            "n1/swim/relay#1 quiet 40",
            "n1/swim/relay#2 quiet 0",
            "n1/swim/relay#3 quiet 0",
            "n1/swim/relay#4 quiet 0"),
        seen);
  }

  @Test
  void aQuietenedDrawLeavesTheOthersAsTheyWere() {
    Choice free = Choices.seeded(SEED, "n1").choice("a");
    ChoiceLog quietSecond = _ -> (ordinal, drawn, quiet) -> ordinal == 1 ? quiet : drawn;
    Choice settled = Choices.recorded(SEED, "n1", quietSecond, false).choice("a");
    assertEquals(free.bits(), settled.bits());
    free.bits();
    assertEquals(0, settled.bits());
    assertEquals(free.bits(), settled.bits());
  }
}
