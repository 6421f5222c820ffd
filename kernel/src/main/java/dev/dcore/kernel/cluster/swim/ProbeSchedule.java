package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Mix;

/// Whom to probe in which period, so that each member is probed by exactly one other in each.
///
/// ```text
/// members by id:   0   1   2   3   4   5      epoch e: shift s(e), at most 64
///                  |___________^               who has rank i probes rank (i + s) mod n
///                      |___________^
/// ```
///
/// All who hold the same members and the same epoch derive the same assignment, a permutation
/// without fixed points. The shifts are short, so that a member that some do not know moves the
/// targets of its few predecessors only, and by one place. The epoch is a counter that rides on
/// pings: at its own period each node takes the next, or the highest that it heard, so that within
/// one period all go on to the same, led by the node whose periods begin first.
///
/// A member that crashes is found by the first probe to begin: after 7/12 of a period on average,
/// and always within two, where random probing takes a period on average and has no bound close to
/// that (SWIM section 4.3 bounds it by 2n - 1).
final class ProbeSchedule {
  /// 2^40 periods of a second are 35,000 years; a higher one is a forgery. Who gets there stays
  /// there, and so probes one and the same member.
  static final long EPOCH_MAX = 1L << 40;

  /// So many others probe a member in turn: enough that a few bad ones among them do little, and
  /// few beside the members of a large cluster, of which some views always lack one.
  private static final int SHIFT_MAX = 64;

  /// What is heard moves the count by no more than this in a period, unless nothing was heard so
  /// far: a forged epoch would else move all who hear of it, for good. Who slept for longer than
  /// these periods, of a second, takes a few more to be with the others again, and probes on by its
  /// own count meanwhile. With a forgery in every period it takes years to [#EPOCH_MAX].
  static final int LEAP_MAX = 1 << 12;

  private long epoch;
  private long heard;

  /// The epoch of this node's period.
  long epoch() {
    return epoch;
  }

  /// A member's ping carried this. A newcomer takes the first as it is, unless it leaves less than
  /// half of all epochs.
  void hear(long other) {
    long most = heard == 0 ? EPOCH_MAX / 2 : epoch + LEAP_MAX;
    if (heard > 0 || other <= most) {
      heard = Math.max(heard, Math.min(other, most));
    }
  }

  /// This node's next period begins.
  void advance() {
    epoch = Math.min(EPOCH_MAX, Math.max(epoch + 1, heard));
  }

  /// By how many ranks a prober and its target are apart.
  ///
  /// @param members 2 or more, the prober included
  static int shift(long epoch, int members) {
    return 1
        + (int) Math.unsignedMultiplyHigh(Mix.finish(epoch), Math.min(SHIFT_MAX, members - 1L));
  }

  /// The rank that who has this rank probes.
  static int target(long epoch, int rank, int members) {
    return (int) (((long) rank + shift(epoch, members)) % members);
  }
}
