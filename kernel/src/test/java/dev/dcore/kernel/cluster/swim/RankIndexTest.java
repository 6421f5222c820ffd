package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankIndexTest {
  private final List<NodeId> ids = new ArrayList<>();
  private final RankIndex index = new RankIndex(ids::get);

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

  /// Many ids come and go, so that rows move up into holes, also around the end.
  @Test
  void itAnswersAsAMapDoes() {
    Map<NodeId, Integer> slots = new LinkedHashMap<>();
    Map<NodeId, Long> ranks = new LinkedHashMap<>();
    Choice choice = Choices.seeded(1, "index").choice("operations");
    for (int i = 0; i < 100_000; i++) {
      NodeId id = new NodeId(choice.below(4), choice.below(200));
      long rank = 1L + choice.below(1_000);
      boolean known = slots.containsKey(id);
      switch (choice.below(4)) {
        case 0 -> {
          if (known) {
            index.rank(id, rank);
          } else {
            slots.put(id, ids.size());
            ids.add(id);
            index.add(id, slots.get(id), rank);
          }
          ranks.put(id, rank);
        }
        case 1 -> {
          if (known) {
            index.remove(id);
            slots.remove(id);
            ranks.remove(id);
          }
        }
        default -> {}
      }
      assertEquals(ranks.getOrDefault(id, RankIndex.UNKNOWN), index.get(id));
      assertEquals(slots.getOrDefault(id, -1), index.slot(id));
    }
  }

  /// [NodeId#hashCode] is half of what the index compares; here all of it is the same.
  @Test
  void twoIdsOfOneHashAreTwoMembers() {
    NodeId first = new NodeId(5, 6);
    NodeId second = twin(first, 7);
    ids.addAll(List.of(first, second));
    index.add(first, 0, 10);
    assertEquals(-1, index.slot(second));
    index.add(second, 1, 20);
    assertEquals(0, index.slot(first));
    assertEquals(1, index.slot(second));
    index.remove(first);
    assertEquals(-1, index.slot(first));
    assertEquals(1, index.slot(second));
  }

  /// Another id of the same hash, which mixes the sum of one half and the mixed other half.
  private static NodeId twin(NodeId id, long low) {
    return new NodeId(id.high() + Mix.finish(id.low()) - Mix.finish(low), low);
  }
}
