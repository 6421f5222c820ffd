package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Draws how long operations take and which of them fail, as the [DiskFaults] of the moment say.
final class DiskLuck {
  private static final long LATENCY_MIN_NANOS = 50_000;
  private static final long LATENCY_MAX_NANOS = 5_000_000;

  private final Choice latency;
  private final Choice stall;
  private final Choice failure;
  private final Choice partial;
  private final Choice kept;
  private final Choice rot;
  private final Choice place;
  private final DiskCounts counts;
  private final Set<String> broken = new TreeSet<>();
  private DiskFaults faults = DiskFaults.NONE;
  private final List<DiskDamage.Done> rots = new ArrayList<>();

  DiskLuck(Choices choices, DiskCounts counts) {
    this.latency = choices.choice("latency");
    this.stall = choices.choice("stalls");
    this.failure = choices.choice("operation-fails");
    this.partial = choices.choice("failed-write-done");
    this.kept = choices.choice("failed-sync-kept");
    this.rot = choices.choice("rots");
    this.place = choices.choice("rot-place");
    this.counts = counts;
  }

  void set(DiskFaults next) {
    faults = next;
  }

  void breakFile(String name) {
    broken.add(name);
  }

  boolean failing() {
    return faults.readFails() > 0 || faults.writeFails() > 0 || faults.syncFails() > 0;
  }

  DiskCounts counts() {
    return counts;
  }

  long latencyNanos() {
    long nanos = latency.between(LATENCY_MIN_NANOS, LATENCY_MAX_NANOS);
    if (stall.chance(faults.stalls())) {
      counts.add(DiskFault.STALLED);
      nanos += DiskFaults.STALL.toNanos();
    }
    return nanos;
  }

  boolean readFails(String name) {
    return fails(DiskFault.READ_FAILED, name, faults.readFails());
  }

  boolean writeFails(String name) {
    return fails(DiskFault.WRITE_FAILED, name, faults.writeFails());
  }

  boolean syncFails(String name) {
    return fails(DiskFault.SYNC_FAILED, name, faults.syncFails());
  }

  boolean directorySyncFails(String name) {
    return fails(DiskFault.DIRECTORY_SYNC_FAILED, name, faults.syncFails());
  }

  private boolean fails(DiskFault fault, String name, double probability) {
    boolean fails = failure.chance(probability) || broken.contains(name);
    counts.add(fault, fails ? 1 : 0);
    return fails;
  }

  /// How much of a failing write is done.
  int partOf(String name, int bytes) {
    return broken.contains(name) ? 0 : partial.below(bytes + 1);
  }

  /// Whether a change survives the failed sync that should have covered it.
  Choice kept() {
    return kept;
  }

  boolean misdirects() {
    return rot.chance(faults.misdirected());
  }

  boolean flips() {
    return rot.chance(faults.rots());
  }

  /// A sync did damage.
  void onRot(DiskFault fault, DiskDamage.Done... places) {
    rots.addAll(List.of(places));
    counts.add(fault);
  }

  List<DiskDamage.Done> rots() {
    return List.copyOf(rots);
  }

  Choice place() {
    return place;
  }
}
