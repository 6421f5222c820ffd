package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.MalformedFrame;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two nodes that speak only by reconciliation.
class ReconcilerTest {
  /// More messages than any reconciliation of two tables takes.
  private static final int MESSAGES_MAX = 40;

  private final Choice choice = Choices.seeded(1, "reconciler").choice("operations");

  /// One side, and what it sent.
  private static final class Side {
    final Self self;
    final View view;
    final Reconciler reconciler;
    long bytes;

    Side(int number) {
      Choices choices = Choices.seeded(number, "side");
      NodeIdentity identity = new NodeIdentity(new NodeId(7, number), 1);
      Profile profile = new Profile("side" + number, new Address("side", 1), Metadata.EMPTY);
      self = new Self(identity, profile);
      view = Claims.view(self, choices);
      reconciler = new Reconciler(view, self, choices);
    }

    void know(SwimMessage.StateEntry entry) {
      view.onEntry(step(), entry, false);
    }

    SwimMessage.Reconcile sent(SwimMessage.Reconcile message) {
      bytes += SwimMessages.TABLE.encode(message).length;
      return message;
    }

    @Nullable SwimMessage hear(SwimMessage.Reconcile message) throws MalformedFrame {
      view.onClaim(step(), message.claim());
      SwimMessage.Reconcile answer = reconciler.answer(step(), message);
      return answer == null ? null : sent(answer);
    }
  }

  private static Step step() {
    return new Step(0, _ -> {});
  }

  private static Claim claim(int number, long incarnation, boolean left) {
    Choice bits = Choices.seeded(number, "id").choice("bits");
    return Claims.claim(
        new NodeId(bits.bits(), bits.bits()),
        incarnation,
        left,
        new Profile("n" + number, new Address("host", 1 + number % 60_000), Metadata.EMPTY));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "40, 3", "1000, 0", "1000, 1", "1000, 50", "3000, 3000", "20000, 10"})
  void twoViewsBecomeOneAndNeitherGoesBack(int shared, int apart) throws MalformedFrame {
    Side first = new Side(1);
    Side second = new Side(2);
    for (int number = 0; number < shared; number++) {
      SwimMessage.StateEntry entry = random(number);
      first.know(entry);
      second.know(entry);
    }
    for (int number = 0; number < apart; number++) {
      // Of some both know something, and not the same.
      first.know(random(choice.below(shared + apart + 1)));
      second.know(random(choice.below(shared + apart + 1)));
    }
    reconcile(first, second);
    long digest = first.view.digest();
    assertEquals(digest, second.view.digest());
    assertEquals(first.view.table().size(), second.view.table().size());
    reconcile(second, first);
    assertEquals(digest, second.view.digest(), "what is the same stays");
  }

  @ParameterizedTest
  @CsvSource({"100, 1", "1000, 1", "1000, 10", "1000, 100", "10000, 1", "10000, 100"})
  void itsBytesFollowTheDifferenceAndNotTheSize(int size, int apart) throws MalformedFrame {
    Side first = new Side(1);
    Side second = new Side(2);
    meet(first, second);
    for (int number = 0; number < size; number++) {
      SwimMessage.StateEntry entry = alive(number, 1);
      first.know(entry);
      second.know(entry);
    }
    for (int number = 0; number < apart; number++) {
      (number % 2 == 0 ? first : second).know(alive(number * (size / apart), 2));
    }
    reconcile(first, second);
    assertEquals(first.view.digest(), second.view.digest());
    long bytes = first.bytes + second.bytes;
    // Sixteen digests a level and at most four levels, rows of one range, the entry itself.
    assertTrue(bytes <= 800 + apart * 1_300L, () -> bytes + " bytes");
  }

  @Test
  void equalViewsCostOneSmallMessageAndItsAnswer() throws MalformedFrame {
    Side first = new Side(1);
    Side second = new Side(2);
    meet(first, second);
    for (int number = 0; number < 1_000; number++) {
      first.know(alive(number, 1));
      second.know(alive(number, 1));
    }
    first.bytes = 0;
    second.hear(first.sent(first.reconciler.opening(false)));
    assertTrue(first.bytes < 120, () -> first.bytes + " bytes");
  }

  @Test
  void whoKnowsNobodyHearsOfAllInOneRoundTrip() throws MalformedFrame {
    Side first = new Side(1);
    Side second = new Side(2);
    for (int number = 0; number < 1_000; number++) {
      second.know(alive(number, 1));
    }
    SwimMessage answer = second.hear(first.sent(first.reconciler.opening(true)));
    first.hear((SwimMessage.Reconcile) answer);
    assertEquals(second.view.digest(), first.view.digest());
  }

  @Test
  void theDeadStayDeadWhateverTheOtherHolds() throws MalformedFrame {
    Side first = new Side(1);
    Side second = new Side(2);
    first.know(alive(1, 1));
    first.view.onAccusation(
        step(), new Accusation(claim(1, 1, false).id(), 1, Verdict.DEAD, NodeId.NONE));
    // What others declare waits for the own suspicion's time.
    first.view.onSuspicionRound(new Step(Duration.ofMinutes(1).toNanos(), _ -> {}));
    second.know(alive(1, 1));
    exchange(second, first);
    MemberTable table = first.view.table();
    assertEquals(MemberState.DEAD, table.state(table.slot("n1")));
    MemberTable other = second.view.table();
    assertEquals(MemberState.SUSPECT, other.state(other.slot("n1")), "it has its time to refute");
  }

  @Test
  void anAnswerIsBoundedWhateverIsAsked() throws MalformedFrame {
    Side side = new Side(1);
    for (int number = 0; number < 6_000; number++) {
      side.know(alive(number, 1));
    }
    Side other = new Side(2);
    SwimMessage.Reconcile empty = other.reconciler.opening(true);
    byte[] all = new byte[17 * 15_000];
    for (int at = 0; at < all.length; at += 17) {
      all[at + 16] = 1; // The digest of everything, which is not this, of some members.
      all[at + 8] = 100;
    }
    SwimMessage.Reconcile asked =
        new SwimMessage.Reconcile(
            empty.claim(), 1, true, all, empty.rows(), empty.wanted(), List.of());
    SwimMessage.Reconcile answer = (SwimMessage.Reconcile) side.hear(asked);
    assertTrue(SwimMessages.TABLE.encode(answer).length < 4 * Reconciler.PART_BYTES_MAX + 2_000);
  }

  @Test
  void aRangeIsAnsweredOnceHoweverOftenItIsNamed() throws MalformedFrame {
    Side side = new Side(1);
    for (int number = 0; number < 100; number++) {
      side.know(alive(number, 1));
    }
    SwimMessage.Reconcile empty = new Side(2).reconciler.opening(true);
    byte[] all = new byte[17 * 50];
    for (int at = 0; at < all.length; at += 17) {
      all[at + 16] = 1; // The digest of everything, which is of no members.
    }
    SwimMessage.Reconcile answer =
        (SwimMessage.Reconcile)
            side.hear(
                new SwimMessage.Reconcile(
                    empty.claim(), 1, true, all, empty.rows(), empty.wanted(), List.of()));
    assertTrue(answer.entries().size() <= 102, () -> answer.entries().size() + " entries");
  }

  private void meet(Side first, Side second) {
    first.view.onClaim(step(), second.self.claim());
    second.view.onClaim(step(), first.self.claim());
  }

  private static void reconcile(Side opener, Side other) throws MalformedFrame {
    // What does not fit one message is left for the next reconciliation.
    for (int rounds = 0; rounds < 10; rounds++) {
      exchange(opener, other);
      if (opener.view.digest() == other.view.digest()) {
        return;
      }
    }
    fail("ten rounds did not do");
  }

  private static void exchange(Side opener, Side other) throws MalformedFrame {
    Side hears = other;
    SwimMessage next = opener.sent(opener.reconciler.opening(true));
    int messages = 0;
    while (next instanceof SwimMessage.Reconcile message) {
      next = hears.hear(message);
      hears = hears == opener ? other : opener;
      messages++;
      assertTrue(messages < MESSAGES_MAX, "it ends");
    }
  }

  private static SwimMessage.StateEntry alive(int number, long incarnation) {
    return new SwimMessage.StateEntry(
        claim(number, incarnation, false), MemberState.ALIVE, NodeId.NONE);
  }

  /// What the two rules of a doubted death leave apart until a suspicion ends is left out.
  private SwimMessage.StateEntry random(int number) {
    long incarnation = Incarnation.ofBoot(1 + choice.below(3));
    return switch (choice.below(4)) {
      case 0 ->
          new SwimMessage.StateEntry(
              claim(number, incarnation, true), MemberState.LEFT, NodeId.NONE);
      case 1 ->
          new SwimMessage.StateEntry(
              claim(number, incarnation, false), MemberState.SUSPECT, new NodeId(9, 9));
      default -> alive(number, incarnation);
    };
  }
}
