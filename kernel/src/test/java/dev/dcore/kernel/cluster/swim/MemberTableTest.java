package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The rules of SWIM section 4.2, over every small set of things that can be said of one member in
/// three incarnations, the last of which says that it left.
class MemberTableTest {
  private static final NodeId ACCUSER = new NodeId(9, 9);

  /// One thing that is said.
  ///
  /// @param claimed whether the owner's claim comes with it; else it is an accusation
  private record Said(
      String what, boolean claimed, long incarnation, MemberState state, Saying say) {
    @Override
    public String toString() {
      return what + incarnation;
    }
  }

  private static final List<Said> ALL = all();

  private static List<Said> all() {
    List<Said> all = new ArrayList<>();
    for (long incarnation = 1; incarnation <= 2; incarnation++) {
      Claim claim = Claims.of(1, incarnation, false);
      all.add(claim(claim, MemberState.ALIVE));
      all.add(told("told-alive", claim, MemberState.ALIVE));
      all.add(told("told-suspect", claim, MemberState.SUSPECT));
      all.add(told("told-dead", claim, MemberState.DEAD));
      all.add(accuse("suspect", incarnation, Verdict.SUSPECTED));
      all.add(accuse("dead", incarnation, Verdict.DEAD));
      all.add(accuse("forced to leave", incarnation, Verdict.LEFT));
    }
    all.add(claim(Claims.of(1, 3, true), MemberState.LEFT));
    return all;
  }

  @Test
  void sayingItAgainChangesNothing() {
    forEverySequence(
        3,
        sequence -> {
          MemberTable table = new MemberTable();
          for (Said said : sequence) {
            said.say.into(table);
            String before = describe(table);
            assertNull(said.say.into(table), () -> sequence + ": " + said + " again");
            assertEquals(before, describe(table));
          }
        });
  }

  /// Views meet whatever the order of messages: what was said is said again until it changes
  /// nothing, and the suspicions time out.
  @Test
  void everyOrderOfTheSameRumorsEndsInTheSameView() {
    forEverySequence(
        4,
        sequence -> {
          MemberTable table = new MemberTable();
          boolean changes = true;
          while (changes) {
            changes = false;
            for (Said said : sequence) {
              changes |= said.say.into(table) != null;
            }
          }
          expireSuspicion(table);
          assertEquals(expected(sequence), describe(table), sequence::toString);
        });
  }

  @Test
  void nobodyIsRevivedButByAHigherIncarnation() {
    forEverySequence(
        4,
        sequence -> {
          MemberTable table = new MemberTable();
          for (Said said : sequence) {
            boolean known = table.size() == 1;
            boolean gone = known && !table.participates(0);
            long before = known ? table.incarnation(0) : 0;
            said.say.into(table);
            if (table.size() == 0) {
              continue;
            }
            long after = table.incarnation(0);
            assertTrue(after >= before, sequence::toString);
            assertTrue(!gone || !table.participates(0) || after > before, sequence::toString);
            assertEquals(table.participates(0) ? 1 : 0, table.participants());
          }
        });
  }

  @Test
  void whoIsDeadForTheTellerAndLivesHereHasItsTimeToRefute() {
    MemberTable table = new MemberTable();
    KnownClaim claim = Claims.known(1, 1, false);
    claim(table, claim);
    assertEquals(MemberEvent.Kind.SUSPECTED, table.merge(0, claim, MemberState.DEAD, ACCUSER));
    assertEquals(MemberEvent.Kind.REFUTED, claim(table, Claims.known(1, 2, false)));
  }

  @Test
  void anAccusationOfAnUnknownIncarnationIsIgnored() {
    MemberTable table = new MemberTable();
    assertNull(table.accuse(0, new Accusation(Claims.id(1), 1, true, ACCUSER)));
    claim(table, Claims.known(1, 2, false));
    assertNull(table.accuse(0, new Accusation(Claims.id(1), 1, true, ACCUSER)));
    assertNull(table.accuse(0, new Accusation(Claims.id(1), 3, true, ACCUSER)));
  }

  @Test
  void aLivingBearerOfANameMakesTheDeadOneInvisibleAndTheDigestForgetsIt() {
    MemberTable table = new MemberTable();
    MemberTable other = new MemberTable();
    KnownClaim namesake =
        Claims.known(
            Claims.claim(
                Claims.id(2), 1, false, new Profile("n1", new Address("host", 2), Metadata.EMPTY)));
    claim(table, Claims.known(1, 1, false));
    table.accuse(0, new Accusation(Claims.id(1), 1, true, ACCUSER));
    assertEquals(Claims.id(1), table.id(table.slot("n1")));
    claim(table, namesake);
    claim(other, namesake);
    assertEquals(Claims.id(2), table.id(table.slot("n1")));
    assertEquals(List.of(table.slot(Claims.id(1))), table.replacedBy(table.slot(Claims.id(2))));
    assertEquals(other.digest(), table.digest(), "who never heard of the dead one agrees");
    table.accuse(0, new Accusation(Claims.id(2), 1, true, ACCUSER));
    other.accuse(0, new Accusation(Claims.id(2), 1, true, ACCUSER));
    assertNotEquals(other.digest(), table.digest(), "now the first is worth telling again");
  }

  @Test
  void aLateRumorDoesNotReviveWhoWasReplaced() {
    MemberTable table = new MemberTable();
    claim(table, Claims.known(1, 1, false));
    table.accuse(0, new Accusation(Claims.id(1), 1, true, ACCUSER));
    claim(
        table,
        Claims.known(
            Claims.claim(
                Claims.id(2),
                1,
                false,
                new Profile("n1", new Address("host", 2), Metadata.EMPTY))));
    assertNull(claim(table, Claims.known(1, 1, false)));
    assertEquals(MemberState.DEAD, table.state(table.slot(Claims.id(1))));
  }

  /// Members with few names among them come, change, take another's name and are forgotten.
  @Test
  void whatIsCountedIsWhatTheRowsSay() {
    Choice choice = Choices.seeded(1, "table").choice("operations");
    MemberTable table = new MemberTable();
    for (int i = 0; i < 20_000; i++) {
      NodeId id = Claims.id(1 + choice.below(40));
      long incarnation = 1L + choice.below(1_000_000);
      int slot = table.slot(id);
      switch (choice.below(8)) {
        case 0 -> {
          if (slot != MemberTable.NONE) {
            table.remove(slot);
          }
        }
        case 1, 2, 3 -> {
          long known = slot == MemberTable.NONE ? 1 : table.incarnation(slot);
          Verdict verdict = List.of(Verdict.values()).get(choice.below(3));
          table.accuse(i, new Accusation(id, known, verdict, ACCUSER));
        }
        default -> {
          Profile profile =
              new Profile("n" + choice.below(12), new Address("host", 1), Metadata.EMPTY);
          claim(table, Claims.known(Claims.claim(id, incarnation, choice.chance(0.2), profile)));
        }
      }
      assertCounted(table);
    }
    assertTrue(table.slots() <= 40, "slots of the forgotten are used again");
  }

  private static void assertCounted(MemberTable table) {
    int size = 0;
    int participants = 0;
    int dead = 0;
    long digest = 0;
    for (int slot = 0; slot < table.slots(); slot++) {
      if (!table.has(slot)) {
        continue;
      }
      size++;
      participants += table.participates(slot) ? 1 : 0;
      dead += table.state(slot) == MemberState.DEAD ? 1 : 0;
      assertEquals(slot, table.slot(table.id(slot)));
      int bearer = table.slot(table.name(slot));
      assertEquals(table.name(slot), table.name(bearer));
      boolean replaced = !table.participates(slot) && table.participates(bearer);
      assertEquals(replaced, table.isReplaced(slot));
      if (!replaced) {
        long rank = RankIndex.rank(table.incarnation(slot), table.state(slot));
        digest += ViewDigest.part(RankIndex.hash(table.id(slot)), rank);
      }
    }
    assertEquals(size, table.size());
    assertEquals(participants, table.participants());
    assertEquals(dead, table.dead());
    assertEquals(digest, table.digest());
  }

  private static MemberEvent.Kind claim(MemberTable table, KnownClaim claim) {
    return table.merge(
        0, claim, claim.claim().left() ? MemberState.LEFT : MemberState.ALIVE, NodeId.NONE);
  }

  /// The highest incarnation that its owner claimed, and the worst that is said of it; who is
  /// suspected is dead in the end.
  private static String expected(List<Said> sequence) {
    long incarnation = 0;
    for (Said said : sequence) {
      if (said.claimed) {
        incarnation = Math.max(incarnation, said.incarnation);
      }
    }
    if (incarnation == 0) {
      return "unknown";
    }
    MemberState worst = MemberState.ALIVE;
    for (Said said : sequence) {
      if (said.incarnation == incarnation && said.state.compareTo(worst) > 0) {
        worst = said.state;
      }
    }
    return (worst == MemberState.SUSPECT ? MemberState.DEAD : worst) + " " + incarnation;
  }

  private static void expireSuspicion(MemberTable table) {
    if (table.size() == 1 && table.state(0) == MemberState.SUSPECT) {
      table.accuse(0, new Accusation(table.id(0), table.incarnation(0), true, table.accuser(0)));
    }
  }

  private static String describe(MemberTable table) {
    return table.size() == 0 ? "unknown" : table.state(0) + " " + table.incarnation(0);
  }

  private static Said claim(Claim claim, MemberState state) {
    return new Said(
        "claim", true, claim.incarnation(), state, table -> claim(table, Claims.known(claim)));
  }

  private static Said told(String what, Claim claim, MemberState state) {
    return new Said(
        what,
        true,
        claim.incarnation(),
        state,
        table -> table.merge(0, Claims.known(claim), state, ACCUSER));
  }

  private static Said accuse(String what, long incarnation, Verdict verdict) {
    Accusation accusation = new Accusation(Claims.id(1), incarnation, verdict, ACCUSER);
    return new Said(
        what, false, incarnation, verdict.state(), table -> table.accuse(0, accusation));
  }

  /// Runs every sequence up to this length, so every set in every order, with repetitions.
  private static void forEverySequence(int lengthMax, Check check) {
    List<List<Said>> sequences = List.of(List.of());
    for (int length = 0; length < lengthMax; length++) {
      List<List<Said>> longer = new ArrayList<>();
      for (List<Said> sequence : sequences) {
        for (Said said : ALL) {
          List<Said> next = new ArrayList<>(sequence);
          next.add(said);
          check.check(next);
          longer.add(next);
        }
      }
      sequences = longer;
    }
  }

  @FunctionalInterface
  private interface Saying {
    MemberEvent.@Nullable Kind into(MemberTable table);
  }

  @FunctionalInterface
  private interface Check {
    void check(List<Said> sequence);
  }
}
