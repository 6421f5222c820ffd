package dev.dcore.kernel.identity;

import dev.dcore.kernel.base.Invariant;

/// The number that orders what is said about one member: boot and counter in one integer.
///
/// ```text
/// bit 52                24 23                  0
///     +------------------+--------------------+
///     |   boot (29 bit)  |  counter (24 bit)  |
///     +------------------+--------------------+
/// ```
///
/// Only the boot number is on disk, written once per start, so a full or stalled disk never keeps a
/// node from refuting. 53 bits, so that every JSON reader holds it exactly. A counter that
/// overflows goes on into the boot bits: the number only has to grow, and a later start that finds
/// itself behind what others saw takes the next number above theirs.
public final class Incarnation {
  private static final int COUNTER_BITS = 24;

  /// The largest that is legal, on the wire and in memory.
  public static final long MAX = (1L << 53) - 1;

  /// The largest boot number.
  public static final long BOOT_MAX = MAX >>> COUNTER_BITS;

  private Incarnation() {}

  /// The first incarnation of a boot.
  public static long ofBoot(long boot) {
    Invariant.check(boot > 0 && boot <= BOOT_MAX, "boot number out of range: " + boot);
    return boot << COUNTER_BITS;
  }

  public static long boot(long incarnation) {
    return incarnation >>> COUNTER_BITS;
  }

  public static long counter(long incarnation) {
    return incarnation & ((1L << COUNTER_BITS) - 1);
  }

  public static boolean valid(long incarnation) {
    return incarnation > 0 && incarnation <= MAX;
  }
}
