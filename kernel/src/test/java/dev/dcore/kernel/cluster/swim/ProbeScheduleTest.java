package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProbeScheduleTest {
  private static final int MEMBERS = 300;
  private static final int EPOCHS = 40;

  @Test
  void inEachEpochEachMemberIsProbedByExactlyOneOther() {
    for (int members : new int[] {2, 3, 10, 257, 1_000}) {
      for (long epoch = 0; epoch < 100; epoch++) {
        BitSet probed = new BitSet();
        for (int rank = 0; rank < members; rank++) {
          int target = ProbeSchedule.target(epoch, rank, members);
          assertNotEquals(rank, target);
          assertFalse(probed.get(target), "probed twice");
          probed.set(target);
        }
        assertEquals(members, probed.cardinality());
      }
    }
  }

  @Test
  void theProberOfAMemberChangesFromEpochToEpoch() {
    BitSet shifts = new BitSet();
    for (long epoch = 0; epoch < 1_000; epoch++) {
      shifts.set(ProbeSchedule.shift(epoch, 1_000));
    }
    assertTrue(shifts.cardinality() == 64, shifts.cardinality() + " different");
  }

  @Test
  void whoIsBehindCatchesUpAtItsOwnPeriod() {
    ProbeSchedule schedule = new ProbeSchedule();
    schedule.advance();
    assertEquals(1, schedule.epoch());
    schedule.hear(100);
    assertEquals(1, schedule.epoch());
    schedule.advance();
    assertEquals(100, schedule.epoch());
    schedule.hear(7);
    schedule.advance();
    assertEquals(101, schedule.epoch());
  }

  @Test
  void aForgedEpochDoesNotStopTheCount() {
    ProbeSchedule schedule = new ProbeSchedule();
    schedule.hear(Long.MAX_VALUE);
    schedule.hear(ProbeSchedule.EPOCH_MAX);
    schedule.advance();
    assertEquals(1, schedule.epoch());
    schedule.hear(1_000_000);
    schedule.advance();
    assertEquals(1_000_000, schedule.epoch(), "the first is taken as it is");
    schedule.hear(ProbeSchedule.EPOCH_MAX);
    schedule.advance();
    assertEquals(1_000_000 + ProbeSchedule.LEAP_MAX, schedule.epoch());
    schedule.advance();
    assertEquals(1_000_001 + ProbeSchedule.LEAP_MAX, schedule.epoch());
  }

  /// What it gives under diverging views: a share of all members, chosen by each node for itself,
  /// is unknown to it. Random probing hits 63.2 % at least once, and 36.8 % exactly once.
  @Test
  void underDivergingViewsItIsNeverWorseThanRandomProbing() {
    double[] missing = {0, 0.001, 0.01, 0.05, 0.1, 0.3, 0.5};
    double random = 1 - 1 / StrictMath.E;
    StringBuilder table = new StringBuilder();
    for (double share : missing) {
      double[] probed = probed(MEMBERS, share, EPOCHS);
      table.append(
          String.format(
              Locale.ROOT,
              "missing %.3f: once %.3f, at least once %.3f%n",
              share,
              probed[0],
              probed[1]));
      assertTrue(probed[1] >= random - 0.01, table.toString());
    }
    System.out.print(table);
    assertEquals(1.0, probed(MEMBERS, 0, EPOCHS)[0]);
  }

  /// The share of members probed exactly once, and at least once, per epoch.
  private static double[] probed(int members, double missing, int epochs) {
    Choice choice = Choices.seeded(5, "world").choice("missing");
    long exactly = 0;
    long atLeast = 0;
    for (long epoch = 0; epoch < epochs; epoch++) {
      int[] times = new int[members];
      for (int prober = 0; prober < members; prober++) {
        List<Integer> view = new ArrayList<>();
        int rank = 0;
        for (int member = 0; member < members; member++) {
          if (member == prober) {
            rank = view.size();
            view.add(member);
          } else if (!choice.chance(missing)) {
            view.add(member);
          }
        }
        times[view.get(ProbeSchedule.target(epoch, rank, view.size()))]++;
      }
      for (int each : times) {
        exactly += each == 1 ? 1 : 0;
        atLeast += each >= 1 ? 1 : 0;
      }
    }
    double all = (double) members * epochs;
    return new double[] {exactly / all, atLeast / all};
  }
}
