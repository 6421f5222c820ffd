package dev.dcore.sim.persistence.log;

import static dev.dcore.sim.persistence.log.LogHistory.require;

import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.Recovered;
import dev.dcore.sim.persistence.DiskDamage;
import java.util.List;

/// What a log may say when syncs damaged its files, in one place or more:
///
/// - that it is corrupt, at one of the places;
/// - that it is truncated at one of the places, with records that were acknowledged, when nothing
///   behind the places says that the first of them was synced.
///
/// @param rots in files by the names that they had then
record RotCheck(LogHistory history, List<DiskDamage.Done> rots) {
  /// A report names the beginning of the batch or header in which the damage lies.
  static final int REACH_BYTES = 8 << 10;

  /// Whether a report of this place is one of the damage.
  static boolean at(DiskDamage.Done damage, String file, long offset) {
    return file.equals(damage.file())
        && offset < damage.offset() + damage.bytes()
        && damage.offset() - offset < REACH_BYTES;
  }

  void corrupt(LogEffect.Corrupt corrupt) {
    require(
        rots.stream().anyMatch(rot -> at(rot, corrupt.file(), corrupt.offset())),
        "what rotted is " + rots + ", and it says: " + corrupt);
  }

  void opened(Recovered found) {
    // One that cannot be written to may not show what it cannot make durable.
    if (found.lastSequence() >= history.acknowledged() || !found.readOnly().isEmpty()) {
      return;
    }
    long missing = found.lastSequence() + 1;
    for (Recovered.Truncated each : found.truncated()) {
      if (each.sequence() == missing
          && rots.stream().anyMatch(rot -> at(rot, each.file(), each.offset()))) {
        requireUnknown(each);
        history.onRotten(found);
        return;
      }
    }
    throw new AssertionError(
        "record " + missing + " is gone; what rotted is " + rots + ", and it says: " + found);
  }

  /// The batch of a record that was asked for when it was known that the first missing one was
  /// synced says so, unless it may lie in what rotted.
  private void requireUnknown(Recovered.Truncated here) {
    long end = 0;
    for (DiskDamage.Done rot : rots) {
      end = Math.max(end, rot.file().equals(here.file()) ? rot.offset() + rot.bytes() : 0);
    }
    long at = here.offset();
    for (long sequence = here.sequence(); sequence <= history.acknowledged(); sequence++) {
      LogHistory.Asked each = history.at(sequence);
      require(
          each.known() < here.sequence() || at < end,
          "record " + sequence + " says that what is truncated was synced: " + here);
      at += each.bytes().length;
    }
  }
}
