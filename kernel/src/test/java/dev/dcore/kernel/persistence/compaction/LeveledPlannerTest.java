package dev.dcore.kernel.persistence.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeveledPlannerTest {
  private static final LeveledPlanner PLANNER = new LeveledPlanner(1, 1_000, 10, 1_500);

  /// It holds no key of theirs, so it stays, and no output may span it.
  @Test
  void anOutputEndsBeforeASegmentThatLiesBetweenTheInputs() {
    List<SegmentStats> segments =
        List.of(
            segment(1, 1, 100, "m", "n"),
            segment(2, 0, 100, "a", "b"),
            segment(3, 0, 100, "x", "z"));

    CompactionPlan plan = PLANNER.plan(segments, 0);

    assertEquals(
        new CompactionPlan(List.of(2L, 3L), List.of(), 1, List.of(ModelLog.key("m"))), plan);
  }

  /// A segment that overlaps with too much of the next level would make a later plan large.
  @Test
  void anOutputEndsWhereItMeetsTooMuchOfTheLevelAfter() {
    List<SegmentStats> segments =
        List.of(
            segment(1, 2, 400, "a", "c"),
            segment(2, 2, 400, "d", "f"),
            segment(3, 2, 400, "g", "i"),
            segment(4, 0, 100, "a", "z"),
            segment(5, 0, 100, "a", "z"));

    assertEquals(List.of(ModelLog.key("d"), ModelLog.key("g")), PLANNER.plan(segments, 0).cuts());
  }

  @Test
  void theLastLevelThatIsTooLargeMovesFirst() {
    List<SegmentStats> segments =
        List.of(
            segment(1, 2, 10_001, "a", "c"),
            segment(2, 1, 1_001, "a", "c"),
            segment(3, 0, 100, "a", "z"),
            segment(4, 0, 100, "a", "z"));

    assertEquals(List.of(1L), PLANNER.plan(segments, 0).inputs());
  }

  private static SegmentStats segment(long id, int level, long bytes, String first, String last) {
    return new SegmentStats(
        id, level, bytes, 1, 0, 0, id, id, id, id, ModelLog.key(first), ModelLog.key(last), false);
  }
}
