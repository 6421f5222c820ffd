package dev.dcore.sim.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.sim.runtime.SimProcess;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is measured, on a cluster so small that it can be told by hand.
final class MeasuredClusterTest {
  private static final int NODES = 8;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private static MeasuredCluster formed(long seed) {
    MeasuredCluster cluster = new MeasuredCluster(seed, NODES, SwimConfig.DEFAULT);
    assertTrue(cluster.bootstrap(MINUTE).isPresent());
    return cluster;
  }

  @Test
  void viewsDifferUntilTheLastKnowsAll() {
    MeasuredCluster cluster = formed(1);
    SimProcess last = cluster.simulation().processes().getLast();

    last.losePower();
    assertFalse(cluster.watch().oneView(), "the others still see it");
    assertTrue(cluster.awaitOneView(MINUTE).isPresent());
    last.start();
    assertFalse(cluster.watch().oneView(), "it knows nobody yet");
    assertTrue(cluster.awaitOneView(MINUTE).isPresent());
  }

  @Test
  void aCrashIsSuspectedThenDeclaredThenKnownByAll() {
    List<CrashDetection.Sample> samples = new CrashDetection(formed(2)).run(3);

    assertEquals(3, samples.size());
    for (CrashDetection.Sample sample : samples) {
      assertTrue(sample.suspectedNanos() > 0);
      assertTrue(sample.suspectedNanos() <= sample.diedNanos());
      assertTrue(sample.diedNanos() <= sample.allKnowNanos());
      assertTrue(sample.allKnowNanos() < MINUTE, sample.toString());
    }
  }

  @Test
  void anUpdateIsSentByEverybodyAndReachesAll() {
    List<UpdateSpread.Sample> samples = new UpdateSpread(formed(3)).run(2);

    for (UpdateSpread.Sample sample : samples) {
      assertTrue(sample.allKnowNanos() > 0 && sample.allKnowNanos() < MINUTE);
      assertTrue(sample.sendsMean() >= 1 && sample.sendsMean() <= sample.sendsMax());
    }
  }

  /// Views differ while a rumor travels, which is no reason to reconcile them.
  @Test
  void aRumorThatReachesAllIsNotReconciledAsWell() {
    MeasuredCluster cluster = new MeasuredCluster(11, 150, SwimConfig.DEFAULT);
    assertTrue(cluster.bootstrap(MINUTE).isPresent());
    cluster.simulation().runFor(MINUTE);

    for (UpdateSpread.Sample sample : new UpdateSpread(cluster).run(40)) {
      boolean inTime = sample.allKnowNanos() < SwimConfig.DEFAULT.reconciliation().intervalNanos();
      assertTrue(!inTime || sample.reconciled() == 0, sample.toString());
    }
  }

  @Test
  void idleNodesSendDatagramsWithHeaders() {
    Traffic traffic = Traffic.over(formed(4), MINUTE);

    assertTrue(traffic.datagrams() >= 60L * NODES, "each probes once a second");
    int smallest = 28 + 44 + 16;
    assertTrue(traffic.datagramBytes() > traffic.datagrams() * smallest);
    assertEquals(traffic.bytes(), traffic.datagramBytes() + traffic.streamBytes());
  }

  @Test
  void nobodyIsWrongedWhereNothingFails() {
    MeasuredCluster cluster = formed(5);
    Mistakes mistakes = new Mistakes(cluster, new BitSet());
    cluster.simulation().runFor(MINUTE);

    assertEquals(0, mistakes.declarations());
  }

  /// Half as much again is lost as a bad network loses.
  @Test
  void nobodyIsTakenForDeadWhereThreeOfTenPacketsGetLost() {
    for (long seed = 1; seed <= 4; seed++) {
      MeasuredCluster cluster = new MeasuredCluster(seed, 50, SwimConfig.DEFAULT);
      assertTrue(cluster.bootstrap(MINUTE).isPresent());
      cluster.loss(0.3);
      Mistakes mistakes = new Mistakes(cluster, new BitSet());
      cluster.simulation().runFor(2 * MINUTE);

      assertEquals(0, mistakes.declarations(), "seed " + seed);
    }
  }

  @Test
  void whoIsCutOffFromAllIsDeclaredDeadByMistake() {
    MeasuredCluster cluster = formed(6);
    Mistakes mistakes = new Mistakes(cluster, new BitSet());
    BitSet alone = new BitSet();
    alone.set(3);
    cluster.simulation().network().split(alone);
    cluster.simulation().runFor(MINUTE);

    assertEquals(NODES, mistakes.wronged(), "it holds all others dead, too");
    assertEquals(2L * (NODES - 1), mistakes.declarations());
  }

  @Test
  void nothingIsAMistakeAboutTheSlow() {
    SlowNodes slow = new SlowNodes(formed(7), SlowNodes.Point.ofMillis(7, 60_000, 1));
    assertEquals(0, slow.run(MINUTE).atHealthy());
  }

  /// All that it was sent waits for it, and all that it sent leaves late.
  @Test
  void whoHandlesNoMessageMissesNone() {
    MeasuredCluster cluster = formed(10);
    SimProcess slow = cluster.simulation().processes().getLast();
    cluster.simulation().network().holdMessages(slow.address());
    cluster.simulation().runFor(Duration.ofMillis(200).toNanos());
    cluster.simulation().network().releaseMessages(slow.address());
    Mistakes mistakes = new Mistakes(cluster, new BitSet());
    cluster.simulation().runFor(MINUTE);

    assertEquals(0, mistakes.suspicions());
  }

  @Test
  void halvesThatWereSplitFindEachOther() {
    assertTrue(formed(8).splitInHalves(MINUTE, 2 * MINUTE).isPresent());
  }

  @Test
  void oneSeedMeasuresTheSameTwice() {
    assertEquals(new CrashDetection(formed(9)).run(2), new CrashDetection(formed(9)).run(2));
  }
}
