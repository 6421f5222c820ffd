package dev.dcore.sim.crash;

import dev.dcore.sim.persistence.DiskDamage;

/// A storage under test, a workload for it, and what must hold of it after any crash.
///
/// Both methods are one process each, which begins with the disk as it is. They use nothing but the
/// machine (its files, its time), so that one run is like another, and keep what they say to their
/// callers in a history, which is all that outlives a crash. They may be called on several threads
/// at once, each with a machine and a history of its own.
///
/// @param <H> what the storage said to its callers: what it acknowledged, what was deleted
public interface CrashSubject<H> {
  /// A history of nothing, for an empty disk.
  H begin();

  /// Does the work, and notes in the history what is asked for before, and what is acknowledged
  /// after. It ends by itself, or by [Crashed] anywhere within.
  void work(CrashMachine machine, H history) throws Exception;

  /// Opens the storage after a crash, reads all of it, and compares it with the history. It may be
  /// ended by [Crashed] as well, and called again.
  ///
  /// @throws AssertionError when something is not as it must be
  void check(CrashMachine machine, H history) throws Exception;

  /// Looks at the storage after the work is done and before damage is done to its files, and notes
  /// in the history what is there, to judge what is left of it.
  default void beforeDamage(CrashMachine machine, H history) throws Exception {}

  /// Opens the storage after the work is done and damage was done to its files: it has to say so,
  /// or nothing may be missing. Does not change the history.
  ///
  /// @return the outcome in words, such as "reported", for the counts
  /// @throws AssertionError when the storage did not notice, or reported something else
  default String checkDamaged(CrashMachine machine, H history, DiskDamage.Done damage)
      throws Exception {
    throw new UnsupportedOperationException("this subject is not tested for damage");
  }
}
