package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankIndexTest {
  private final RankIndex index = new RankIndex();

  @Test
  void aHigherIncarnationCountsBeforeAnyState() {
    long rank = 0;
    for (long incarnation = 1; incarnation <= 3; incarnation++) {
      for (MemberState state : MemberState.values()) {
        assertTrue(RankIndex.rank(incarnation, state) > rank);
        rank = RankIndex.rank(incarnation, state);
        assertEquals(incarnation, RankIndex.incarnation(rank));
      }
    }
  }

  /// Ids that collide, too: they differ in their high half only by multiples that hash alike.
  @Test
  void itAnswersAsAMapDoes() {
    Map<NodeId, Long> model = new LinkedHashMap<>();
    Choice choice = Choices.seeded(1, "index").choice("operations");
    for (int i = 0; i < 100_000; i++) {
      NodeId id = new NodeId(choice.below(4), choice.below(200) * 64L);
      if (choice.below(3) == 0) {
        long rank = 1L + choice.below(1_000);
        index.put(id, rank, i);
        model.put(id, rank << 32 | i);
      }
      Long expected = model.get(id);
      assertEquals(expected == null ? RankIndex.UNKNOWN : expected >> 32, index.get(id));
      assertEquals(expected == null ? -1 : expected & 0xFFFF_FFFFL, index.slot(id));
    }
  }
}
