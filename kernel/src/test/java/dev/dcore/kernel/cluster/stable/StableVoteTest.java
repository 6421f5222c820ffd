package dev.dcore.kernel.cluster.stable;

import static dev.dcore.kernel.cluster.stable.WeakView.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeIdentity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How a member of a view of five votes on its successor: node 1, asked by nodes 2 and 3.
final class StableVoteTest {
  private static final StableView VIEW = WeakView.stable(5);
  private static final long LINEAGE = VIEW.lineage();
  private static final long NUMBER = VIEW.number();
  private static final long LOWER = Ballot.of(1, 1);
  private static final long HIGHER = Ballot.of(1, 2);

  private final WeakView weak = new WeakView(5);
  private final Stable stable =
      new Stable(StableConfig.DEFAULT, weak, Choices.seeded(1, "n1"), KnownViews.UNSHARED);

  StableVoteTest() {
    stable.step(0, new StableInput.Start(new NodeIdentity(id(1), 1)), _ -> {});
    receive(2, new StableMessage.WholeView(KnownViews.encode(VIEW)));
    weak.set(4, MemberState.DEAD, Incarnation.ofBoot(1));
    weak.set(5, MemberState.DEAD, Incarnation.ofBoot(1));
  }

  /// What it answers.
  private List<StableMessage> receive(int sender, StableMessage message) {
    List<StableMessage> answers = new ArrayList<>();
    stable.step(
        0,
        new StableInput.Received(id(sender), message),
        effect -> {
          if (effect instanceof StableEffect.Send(_, StableMessage answer)) {
            answers.add(answer);
          }
        });
    return answers;
  }

  private static StableMessage accept(long ballot, boolean bound, int removed) {
    return new StableMessage.Accept(LINEAGE, NUMBER, ballot, bound, removes(removed));
  }

  private static Cut removes(int number) {
    BitSet places = new BitSet();
    places.set(number - 1);
    return Cut.of(places, List.of());
  }

  @Test
  void whoPromisedAcceptsNothingInALowerBallot() {
    receive(3, new StableMessage.Prepare(LINEAGE, NUMBER, HIGHER));
    StableMessage refused = new StableMessage.Refused(LINEAGE, NUMBER, HIGHER);

    assertEquals(List.of(refused), receive(2, accept(LOWER, false, 4)));
    assertEquals(List.of(refused), receive(2, accept(LOWER, true, 4)), "nor what is bound");
    assertEquals(List.of(refused), receive(2, new StableMessage.Prepare(LINEAGE, NUMBER, LOWER)));
    assertEquals(
        List.of(new StableMessage.Accepted(LINEAGE, NUMBER, HIGHER)),
        receive(3, accept(HIGHER, false, 5)));
  }

  @Test
  void aPromiseNamesWhatWasAccepted() {
    receive(2, accept(LOWER, false, 4));

    assertEquals(
        List.of(new StableMessage.Promise(LINEAGE, NUMBER, HIGHER, LOWER, removes(4))),
        receive(3, new StableMessage.Prepare(LINEAGE, NUMBER, HIGHER)));
  }

  @Test
  void onlyABoundValueIsAcceptedAgainstTheEvidence() {
    assertEquals(List.of(), receive(2, accept(LOWER, false, 3)), "node 3 is healthy");
    assertEquals(
        List.of(new StableMessage.Accepted(LINEAGE, NUMBER, LOWER)),
        receive(2, accept(LOWER, true, 3)));
  }
}
