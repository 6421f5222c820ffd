package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.transport.Frame;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RumorQueueTest {
  private static final int ROOMY = 10_000;
  private static final int MEMBERS = 9;

  private final RumorQueue queue = new RumorQueue(4);

  @ParameterizedTest
  @CsvSource({"4, 1, 3", "4, 9, 4", "4, 10, 4", "4, 99, 8", "4, 1000, 12", "1, 100000, 5"})
  void theLimitGrowsWithTheLogarithmOfTheCluster(int multiplier, int members, int limit) {
    assertEquals(limit, new TransmitLimit(multiplier).at(members));
  }

  @Test
  void aRumorIsSentAsOftenAsTheLimitSaysAndThenForgotten() {
    queue.add(claim(1, 1));
    for (int sent = 0; sent < new TransmitLimit(4).at(MEMBERS); sent++) {
      assertTrue(queue.holds(Claims.id(1)));
      assertEquals(List.of(claim(1, 1)), queue.take(ROOMY, MEMBERS, null).claims());
    }
    assertFalse(queue.holds(Claims.id(1)));
    assertTrue(queue.take(ROOMY, MEMBERS, null).isEmpty());
  }

  @Test
  void whatWasSentLeastGoesFirstAndOfThoseTheOldest() {
    int room = claim(1, 1).bytesMax();
    queue.add(claim(1, 1));
    assertEquals(List.of(claim(1, 1)), queue.take(room, MEMBERS, null).claims());
    queue.add(claim(2, 1));
    queue.add(claim(3, 1));
    assertEquals(List.of(claim(2, 1)), queue.take(room, MEMBERS, null).claims());
    assertEquals(List.of(claim(3, 1)), queue.take(room, MEMBERS, null).claims());
    assertEquals(List.of(claim(1, 1)), queue.take(room, MEMBERS, null).claims());
  }

  @Test
  void aNewerRumorReplacesTheOlderOneAndStartsAfresh() {
    queue.add(claim(1, 1));
    queue.take(ROOMY, MEMBERS, null);
    queue.add(new Accusation(Claims.id(1), 2, false, Claims.id(2)));
    for (int sent = 0; sent < new TransmitLimit(4).at(MEMBERS); sent++) {
      Rumors taken = queue.take(ROOMY, MEMBERS, null);
      assertEquals(List.of(), taken.claims());
      assertEquals(1, taken.accusations().size());
    }
    assertTrue(queue.isEmpty());
  }

  /// Neither a mass start nor a storm of suspicions takes all of a message for long.
  @Test
  void urgentAndPlainRumorsShareEachMessageByBytes() {
    int urgentBytes = 0;
    int plainBytes = 0;
    for (int number = 1; number <= 200; number++) {
      queue.addUrgent(claim(number, 2));
      queue.addJoin(claim(1_000 + number, 1));
    }
    queue.addJoin(Claims.largest(3_000));
    for (int message = 0; message < 20; message++) {
      for (Claim claim : queue.take(Frame.DATAGRAM_BODY_BYTES_MAX, MEMBERS, null).claims()) {
        if (claim.incarnation() == 2) {
          urgentBytes += claim.bytesMax();
        } else {
          plainBytes += claim.bytesMax();
        }
      }
    }
    double share = (double) plainBytes / (plainBytes + urgentBytes);
    assertTrue(share > 0.2 && share < 0.35, "the plain ones' share is " + share);
  }

  @Test
  void ofAMassStartOnlySoManyJoinsWait() {
    for (int number = 1; number <= 2 * RumorQueue.JOINS_MAX; number++) {
      queue.addJoin(claim(number, 1));
    }
    queue.add(new Accusation(Claims.id(1), 1, Verdict.SUSPECTED, Claims.id(2)));
    assertEquals(RumorQueue.JOINS_MAX + 1, queue.held(), "the replaced one lies there for now");
    assertEquals(1, queue.take(ROOMY, MEMBERS, null).accusations().size());
  }

  @Test
  void whatOthersPassOnGivesWayOnlyWhileThereIsNoRoomForAll() {
    long rank = RankIndex.rank(1, MemberState.ALIVE);
    queue.add(claim(1, 1));
    queue.heard(Claims.id(1), rank);
    queue.add(claim(2, 1));
    int room = claim(1, 1).bytesMax();
    assertEquals(List.of(claim(1, 1)), queue.take(room, MEMBERS, null).claims(), "the older one");
    for (int number = 3; number <= 40; number++) {
      queue.add(claim(number, 1));
    }
    queue.heard(Claims.id(2), rank);
    assertEquals(List.of(claim(3, 1)), queue.take(room, MEMBERS, null).claims());
    for (int heard = 0; heard < 10; heard++) {
      queue.heard(Claims.id(4), rank);
    }
    assertEquals(List.of(claim(5, 1)), queue.take(room, MEMBERS, null).claims());
    assertFalse(queue.holds(Claims.id(4)), "it was heard as often as it would be sent");
  }

  @Test
  void whatGoesFirstIsNotCounted() {
    Accusation first = new Accusation(Claims.id(1), 1, true, Claims.id(2));
    queue.add(claim(3, 1));
    int room = first.bytesMax();
    for (int i = 0; i < 100; i++) {
      assertEquals(List.of(first), queue.take(room, MEMBERS, first).accusations());
    }
    assertTrue(queue.holds(Claims.id(3)));
  }

  @Test
  void whatDoesNotFitTheRestOfAMessageIsFirstInTheNext() {
    queue.add(claim(1, 1));
    queue.add(Claims.largest(2));
    int room = Claims.largest(2).bytesMax();
    assertEquals(List.of(claim(1, 1)), queue.take(room, MEMBERS, null).claims());
    assertEquals(List.of(Claims.largest(2)), queue.take(room, MEMBERS, null).claims());
    assertTrue(queue.take(claim(1, 1).bytesMax() - 1, MEMBERS, null).isEmpty());
  }

  /// The sizes that the budget is counted in bound the encoded ones, tags in any script included.
  @Test
  void noRumorTakesMoreBytesThanItSays() {
    Choice choice = Choices.seeded(1, "claims").choice("any");
    Stream<Claim> any = Stream.generate(() -> Claims.random(choice)).limit(20_000);
    Stream.concat(Stream.of(Claims.largest(1)), any)
        .forEach(
            claim -> {
              int encoded = encodedBytes(new Rumors(List.of(claim), List.of(), List.of()));
              assertTrue(
                  encoded <= claim.bytesMax(),
                  () -> encoded + " bytes, at most " + claim.bytesMax() + ": " + claim);
            });
    Accusation accusation =
        new Accusation(Claims.largest(1).id(), Incarnation.MAX, true, Claims.largest(2).id());
    assertTrue(
        encodedBytes(new Rumors(List.of(), List.of(accusation), List.of()))
            <= accusation.bytesMax());
  }

  @Test
  void theLargestClaimFitsEveryDatagramThatCarriesRumors() {
    assertTrue(Claims.largest(1).bytesMax() <= Frame.DATAGRAM_BODY_BYTES_MAX - 340);
  }

  /// A node with nobody to tell, whose tags change every second.
  @Test
  void whatWasReplacedDoesNotFillTheMemory() {
    for (int incarnation = 1; incarnation <= 10_000; incarnation++) {
      queue.add(claim(1, incarnation));
    }
    assertTrue(queue.held() < 100, () -> queue.held() + " rumors about one member");
    assertEquals(List.of(claim(1, 10_000)), queue.take(ROOMY, MEMBERS, null).claims());
    assertEquals(1, queue.held());
  }

  private static Claim claim(int number, long incarnation) {
    return Claims.of(number, incarnation, false);
  }

  /// A gossip message has no other fields.
  private static int encodedBytes(Rumors rumors) {
    return SwimMessages.TABLE.encode(new SwimMessage.Gossip(rumors)).length;
  }
}
