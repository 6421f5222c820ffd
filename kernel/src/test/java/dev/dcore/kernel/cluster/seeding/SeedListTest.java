package dev.dcore.kernel.cluster.seeding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedListTest {
  private static final Address SELF = new Address("10.0.0.9", 7000);
  private static final Address A = new Address("10.0.0.1", 7000);
  private static final Address B = new Address("10.0.0.2", 7000);
  private static final Address C = new Address("10.0.0.3", 7000);

  @Test
  void asksInTurnWhoWasToldThenFoundThenRemembered() {
    SeedList seeds = new SeedList(SELF, List.of(A), false);
    seeds.remember(List.of(C, A));
    seeds.found(List.of(B, SELF, A), true);

    List<Address> asked = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      asked.add(seeds.next());
    }

    assertEquals(List.of(A, B, C, A), asked);
    assertEquals(List.of(A, B), seeds.wanted());
  }

  @Test
  void whatIsFoundReplacesWhatWasFound() {
    SeedList seeds = new SeedList(SELF, List.of(), true);
    seeds.found(List.of(A, B), true);
    seeds.found(List.of(C), true);
    assertEquals(List.of(C), seeds.all());
  }

  @Test
  void aSourceThatHasNotSpokenIsWaitedFor() {
    SeedList seeds = new SeedList(SELF, List.of(), true);
    assertFalse(seeds.nobody());
    assertNull(seeds.next());
    seeds.found(List.of(SELF), true);
    assertTrue(seeds.nobody());
  }

  @Test
  void whoOnlyRemembersIsKnownAsSuch() {
    SeedList seeds = new SeedList(SELF, List.of(SELF), false);
    assertFalse(seeds.onlyRemembered());
    seeds.remember(List.of(A));
    assertTrue(seeds.onlyRemembered());
    assertFalse(seeds.nobody());
    seeds.found(List.of(B), true);
    assertFalse(seeds.onlyRemembered());
  }

  @Test
  void theFirstRoundsAreFaster() {
    SeedList seeds = new SeedList(SELF, List.of(A, B), false);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Address _ = seeds.next();
      waits.add(seeds.waitNanos(800));
    }
    assertEquals(List.of(100L, 100L, 200L, 200L, 400L, 400L, 800L, 800L, 800L, 800L), waits);
  }

  @Test
  void seedsHaveABound() {
    List<Address> many =
        IntStream.rangeClosed(1, 2 * SeedList.SEEDS_MAX)
            .mapToObj(port -> new Address("10.0.0.1", port))
            .toList();
    SeedList seeds = new SeedList(SELF, many, false);
    assertEquals(SeedList.SEEDS_MAX, seeds.all().size());
    assertEquals(SeedList.SEEDS_MAX, seeds.wanted().size());
  }
}
