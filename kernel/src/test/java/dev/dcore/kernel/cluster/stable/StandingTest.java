package dev.dcore.kernel.cluster.stable;

import static dev.dcore.kernel.cluster.stable.WeakView.id;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.identity.NodeIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A lineage with a lower number wins.
final class StandingTest {
  private final Standing standing = new Standing(new NodeIdentity(id(1), 1), KnownViews.UNSHARED);

  private static StableView view(long lineage, long number, int firstMember) {
    return new StableView(
        lineage,
        number,
        List.of(
            new StableMember(id(firstMember), 1, 1), new StableMember(id(firstMember + 1), 1, 1)));
  }

  @Test
  void withinALineageOnlyTheNumberCounts() {
    assertTrue(standing.adopt(view(5, 3, 1), false));
    assertFalse(standing.adopt(view(5, 3, 1), true));
    assertFalse(standing.adopt(view(5, 2, 1), true));
    assertTrue(standing.adopt(view(5, 4, 2), false), "also to one without itself");
    assertFalse(standing.isMember());
  }

  @Test
  void aMemberGoesOverOnlyToALineageThatWinsAndListsIt() {
    standing.adopt(view(5, 3, 1), false);

    assertFalse(standing.adopt(view(6, 9, 1), false), "it loses");
    assertFalse(standing.adopt(view(4, 9, 2), false), "it does not list this process");
    assertTrue(standing.adopt(view(4, 1, 1), false));
  }

  /// Its votes there are forgotten with the view.
  @Test
  void whoLeftALineageVotesOnNoViewOfItTwice() {
    standing.adopt(view(4, 3, 1), false);
    assertTrue(standing.adopt(view(5, 1, 1), true), "its own view can never change again");

    assertFalse(standing.adopt(view(4, 3, 1), true));
    assertFalse(standing.adopt(view(4, 2, 1), true));
    assertTrue(standing.adopt(view(4, 4, 1), true), "on the next it never voted");
  }

  @Test
  void whoOnlyObservedHadNoVote() {
    standing.adopt(view(4, 3, 2), false);
    standing.adopt(view(5, 1, 1), false);
    assertTrue(standing.holds(5, 1));

    assertTrue(standing.adopt(view(4, 3, 2), true));
  }
}
