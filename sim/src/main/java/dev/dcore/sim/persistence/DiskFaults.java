package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Invariant;
import java.time.Duration;

/// How often a [SimDisk] fails, each as the probability for one operation.
///
/// @param readFails a read or listing fails; the next one may work
/// @param writeFails an operation that changes something fails, a write having done a part of it
/// @param syncFails the sync of a file or directory fails. Of what that of a file should have
///   covered, some is lost for good, though reads see it until the power goes; names wait for
///   another sync, since a file system whose journal fails takes no changes any more
/// @param stalls an operation takes [#STALL]
/// @param misdirected of a sync, that one of its sectors is written elsewhere
/// @param rots of a sync, that one bit of what was synced before flips
public record DiskFaults(
    double readFails,
    double writeFails,
    double syncFails,
    double stalls,
    double misdirected,
    double rots) {
  /// Long enough that whoever waits for it has given up or filled its queues.
  public static final Duration STALL = Duration.ofSeconds(2);

  /// None but what a crash does.
  public static final DiskFaults NONE = new DiskFaults(0, 0, 0, 0, 0, 0);

  public DiskFaults {
    for (double each : new double[] {readFails, writeFails, syncFails, stalls, misdirected, rots}) {
      Invariant.check(each >= 0 && each <= 1, "a probability lies between 0 and 1");
    }
  }

  /// Every operation fails with this probability.
  public static DiskFaults failing(double probability) {
    return new DiskFaults(probability, probability, probability, 0, 0, 0);
  }

  public DiskFaults withStalls(double probability) {
    return new DiskFaults(readFails, writeFails, syncFails, probability, misdirected, rots);
  }

  public DiskFaults withRot(double misdirections, double flips) {
    return new DiskFaults(readFails, writeFails, syncFails, stalls, misdirections, flips);
  }
}
