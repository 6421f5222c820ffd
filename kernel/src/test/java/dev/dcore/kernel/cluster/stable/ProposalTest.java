package dev.dcore.kernel.cluster.stable;

import static dev.dcore.kernel.cluster.stable.WeakView.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The two rules of Paxos on which everything rests, beside the mutants that break others.
final class ProposalTest {
  private static final long LOWER = Ballot.of(1, 2);
  private static final long HIGHER = Ballot.of(2, 1);
  private static final long OWN = Ballot.of(3, 0);
  private static final Cut WISH = removes(1);

  private final Proposal proposal = new Proposal(WeakView.stable(5), OWN, WISH);

  private static Cut removes(int number) {
    BitSet places = new BitSet();
    places.set(number - 1);
    return Cut.of(places, List.of(new Newcomer(id(9), 1)));
  }

  @Test
  void withoutAnAcceptedValueItProposesItsWish() {
    assertFalse(proposal.onPromise(0, Ballot.NONE, null));
    assertFalse(proposal.onPromise(1, Ballot.NONE, null));
    assertFalse(proposal.onPromise(1, Ballot.NONE, null), "the same member once more");
    assertTrue(proposal.onPromise(2, Ballot.NONE, null));

    assertEquals(WISH, proposal.proposed());
    assertFalse(proposal.isBound());
  }

  @Test
  void theValueAcceptedInTheHighestBallotBindsIt() {
    proposal.onPromise(0, LOWER, removes(2));
    proposal.onPromise(1, HIGHER, removes(3));
    assertTrue(proposal.onPromise(2, LOWER, removes(2)));

    assertEquals(removes(3), proposal.proposed());
    assertTrue(proposal.isBound());
  }

  @Test
  void aMajorityOfDifferentMembersDecides() {
    for (int place = 0; place < 3; place++) {
      proposal.onPromise(place, Ballot.NONE, null);
    }

    assertFalse(proposal.onVote(0));
    assertFalse(proposal.onVote(0));
    assertFalse(proposal.onVote(4));
    assertTrue(proposal.onVote(2));
  }

  @Test
  void onlyTheLowestBallotOfAllSkipsTheFirstPhase() {
    assertFalse(new Proposal(WeakView.stable(5), Ballot.of(0, 0), WISH).preparing());
    assertTrue(new Proposal(WeakView.stable(5), Ballot.of(0, 1), WISH).preparing());
    assertTrue(new Proposal(WeakView.stable(5), Ballot.of(1, 0), WISH).preparing());
  }

  @Test
  void anAcceptorFollowsNoLowerBallotThanItPromisedOrAccepted() {
    Acceptor acceptor = new Acceptor();
    assertTrue(acceptor.promise(HIGHER));
    assertFalse(acceptor.promise(LOWER));
    assertEquals(HIGHER, acceptor.promised(), "a refusal changes nothing");
    assertEquals(Ballot.NONE, acceptor.accepted(), "a promise is no vote");

    acceptor.accept(OWN, WISH);

    assertFalse(acceptor.promise(HIGHER));
    assertTrue(acceptor.promise(OWN));
    assertEquals(OWN, acceptor.accepted(), "a promise does not forget what was accepted");
    assertEquals(WISH, acceptor.cut());
  }
}
