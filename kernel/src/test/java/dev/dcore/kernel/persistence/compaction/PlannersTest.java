package dev.dcore.kernel.persistence.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of every planner, seen on logs with real records: a plan that merges the wrong
/// segments, or too few, shows in what a reader finds.
class PlannersTest {
  private static final int SEEDS = 20;
  private static final int STEPS = 240;
  private static final long SEGMENT_BYTES = 300;
  private static final long WORK_BYTES_MAX = 4_000;

  /// So many that most of what is written lives on.
  private static final int MANY_KEYS = 600;

  private static final int FEW_KEYS = 40;

  /// More plans in a row than this, with nothing written in between, are no progress.
  private static final int PLANS_MAX = 200;

  static Stream<CompactionPlanner> planners() {
    SizeTieredPlanner sizeTiered = new SizeTieredPlanner(3, 1.5, WORK_BYTES_MAX);
    return Stream.of(
        sizeTiered,
        new TimeWindowPlanner(50, WORK_BYTES_MAX, sizeTiered),
        new LeveledPlanner(2, 1_200, 3, WORK_BYTES_MAX),
        new DeadRatioPlanner(0.3, WORK_BYTES_MAX));
  }

  @ParameterizedTest
  @MethodSource("planners")
  void noPlanChangesWhatAReaderSees(CompactionPlanner planner) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      new Run(planner, seed).run();
    }
  }

  /// All planners on one log in turns: one leaves a shape that the next did not make.
  @ParameterizedTest
  @MethodSource("planners")
  void planComesAfterPlanOfAnyOther(CompactionPlanner last) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      List<CompactionPlanner> all = new ArrayList<>(planners().toList());
      all.add(new WholePlanner());
      Choice turn = Choices.seeded(seed, "turns").choice("planner");
      Run run = new Run(last, seed);
      for (int round = 0; round < 8; round++) {
        run.write(STEPS / 8);
        run.carryOut(all.get(turn.below(all.size())));
      }
      run.compactUntilNothing();
    }
  }

  @ParameterizedTest
  @MethodSource("planners")
  void eachByteIsRewrittenAFewTimesOnly(CompactionPlanner planner) {
    Run run = new Run(planner, 7, MANY_KEYS);
    run.log.raiseLowWater(Long.MAX_VALUE);
    for (int round = 0; round < 80; round++) {
      run.write(30);
      run.compactUntilNothing();
    }
    double written = run.log.written;
    System.out.printf(
        "%s: each byte is rewritten %.2f times and read %.2f times%n",
        planner.getClass().getSimpleName(), run.log.rewritten / written, run.log.read / written);
    assertTrue(run.plans > 0, "nothing was ever compacted");
    assertTrue(run.log.rewritten / written < 8, "write amplification");
  }

  private static final class Run {
    private final CompactionPlanner planner;
    private final long seed;
    private final Choice key;
    private final Choice kind;
    private final Choice size;
    private final Choice mark;
    private final Choice order;
    private final Choice clock;
    private final int keys;
    private final boolean local;
    private final boolean skewed;
    private final ModelLog log;
    private int neighbourhood;
    private long sequence;
    int plans;

    Run(CompactionPlanner planner, long seed) {
      this(planner, seed, 1 + Choices.seeded(seed, "keys").choice("keys").below(FEW_KEYS));
    }

    Run(CompactionPlanner planner, long seed, int keys) {
      this.planner = planner;
      this.seed = seed;
      Choices choices = Choices.seeded(seed, "planners");
      key = choices.choice("key");
      kind = choices.choice("kind");
      size = choices.choice("size");
      mark = choices.choice("low-water");
      order = choices.choice("order");
      clock = choices.choice("clock");
      local = keys <= FEW_KEYS && choices.choice("local").chance(0.5);
      skewed = choices.choice("skewed").chance(0.5);
      this.keys = keys;
      log =
          new ModelLog(
              SEGMENT_BYTES, choices.choice("folds").chance(0.5) ? ModelLog.CONCATENATION : null);
    }

    void run() {
      for (int round = 0; round < 8; round++) {
        write(STEPS / 8);
        compactUntilNothing();
      }
    }

    void write(int records) {
      for (int i = 0; i < records; i++) {
        sequence++;
        KeyedRecord.Kind drawn =
            kind.chance(0.2)
                ? KeyedRecord.Kind.TOMBSTONE
                : kind.chance(0.3) ? KeyedRecord.Kind.PATCH : KeyedRecord.Kind.VALUE;
        String value =
            drawn == KeyedRecord.Kind.TOMBSTONE ? "" : sequence + ".".repeat(size.below(20));
        log.append(
            new KeyedRecord(
                ModelLog.key("k" + key()),
                sequence,
                skewed && clock.chance(0.1) ? sequence + clock.below(150) : sequence,
                drawn,
                value.getBytes(StandardCharsets.UTF_8)));
        if (mark.chance(0.1)) {
          log.raiseLowWater(sequence - mark.below(30));
        }
      }
    }

    /// Often one near the last, so that segments have ranges that do not overlap.
    private int key() {
      if (!local) {
        return key.below(keys);
      }
      neighbourhood = key.chance(0.05) ? key.below(keys) : neighbourhood;
      return Math.min(keys - 1, neighbourhood + key.below(2));
    }

    void compactUntilNothing() {
      for (int i = 0; i < PLANS_MAX; i++) {
        if (!carryOut(planner)) {
          return;
        }
      }
      throw new AssertionError(planner + " with seed " + seed + " never comes to an end");
    }

    boolean carryOut(CompactionPlanner by) {
      List<SegmentStats> stats = log.stats();
      CompactionPlan plan = by.plan(stats, sequence);
      List<SegmentStats> shuffled = new ArrayList<>(stats);
      for (int i = shuffled.size(); i > 1; i--) {
        Collections.swap(shuffled, i - 1, order.below(i));
      }
      assertEquals(plan, by.plan(shuffled, sequence), "a plan depends on the segments alone");
      if (plan.isNothing()) {
        return false;
      }
      plans++;
      checkWork(by, plan, stats);
      checkNeighbours(plan, stats);
      if (keys > FEW_KEYS) {
        log.carryOut(plan);
        return true;
      }
      List<String> states = log.states();
      List<KeyedRecord> unread = log.unread();
      log.carryOut(plan);
      log.checkShape();
      assertEquals(states, log.states(), () -> by + " with seed " + seed);
      assertEquals(unread, log.unread(), () -> by + " with seed " + seed);
      return true;
    }

    /// Segments that another planner made may alone be larger than a plan of levels; then it takes
    /// one of them.
    private void checkWork(CompactionPlanner by, CompactionPlan plan, List<SegmentStats> stats) {
      long bytes =
          stats.stream()
              .filter(
                  each -> plan.inputs().contains(each.id()) || plan.witnesses().contains(each.id()))
              .mapToLong(SegmentStats::bytes)
              .sum();
      long sources =
          stats.stream()
              .filter(each -> plan.inputs().contains(each.id()))
              .filter(each -> each.level() < plan.outputLevel())
              .count();
      boolean smallest = by instanceof LeveledPlanner && !by.equals(planner) && sources == 1;
      assertTrue(
          by instanceof WholePlanner || smallest || bytes <= WORK_BYTES_MAX,
          by + " reads " + bytes + " bytes");
    }

    /// What is merged at level 0 follows each other in time, with none left out between.
    private static void checkNeighbours(CompactionPlan plan, List<SegmentStats> stats) {
      if (plan.outputLevel() > 0) {
        return;
      }
      List<Long> inTime = CompactionPlanner.inTime(stats).stream().map(SegmentStats::id).toList();
      int from = Collections.indexOfSubList(inTime, plan.inputs());
      assertTrue(from >= 0, plan + " of " + inTime);
    }
  }
}
