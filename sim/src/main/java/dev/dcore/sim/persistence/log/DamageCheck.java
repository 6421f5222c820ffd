package dev.dcore.sim.persistence.log;

import static dev.dcore.sim.persistence.log.LogHistory.require;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogRecord;
import dev.dcore.kernel.persistence.log.Recovered;
import dev.dcore.sim.crash.CrashMachine;
import dev.dcore.sim.persistence.DiskDamage;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// What a log may say when one place of its files was damaged:
///
/// - that it is corrupt, at the damaged place, or that a segment is missing, when the damage took
///   what told that it was dropped;
/// - that it is truncated there, when it could not know that what is missing was synced: nothing
///   intact behind the place was written when that had been acknowledged;
/// - nothing, when nothing is missing: the place holds nothing that is needed.
///
/// @param history not changed
/// @param blank whether there is no byte but zeros left in any file: then nobody can know
/// @param files all that there are
record DamageCheck(LogHistory history, DiskDamage.Done damage, boolean blank, Set<String> files) {
  /// A report names the beginning of the batch or header in which the damage lies.
  private static final int REACH_BYTES = 8 << 10;

  private static final int SECTOR_BYTES_MIN = 512;

  static DamageCheck of(LogHistory history, DiskDamage.Done damage, CrashMachine machine) {
    SortedMap<String, byte[]> image = machine.disk().image();
    boolean blank = image.values().stream().allMatch(DamageCheck::isBlank);
    return new DamageCheck(history, damage, blank, image.keySet());
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  String outcome(LogProcess process, LogEffect effect) {
    return switch (effect) {
      case LogEffect.Corrupt(String file, long offset, long sequence, String reason) -> {
        if (files.contains(file)) {
          requirePlace("corrupt", file, offset, reason);
        }
        require(
            sequence >= 1 && sequence <= history.last() + 1,
            "reported record " + sequence + " as damaged, of " + history.last());
        yield files.contains(file) ? "reported as corrupt" : "reported as a missing segment";
      }
      case LogEffect.Opened(Recovered found) -> opened(process, found);
      default -> throw new AssertionError("neither opened nor corrupt: " + effect);
    };
  }

  private String opened(LogProcess process, Recovered found) {
    long last = found.lastSequence();
    require(last <= history.last(), "record " + last + " was never appended");
    List<LogRecord> read = process.read(found.firstSequence());
    history.onRead(found.firstSequence(), last, Invariant.present(read, "nothing fails"));
    if (last >= history.acknowledged()) {
      return found.truncated().isEmpty()
          ? "nothing missing"
          : "reported as truncated, nothing missing";
    }
    if (blank) {
      return "no byte left of the whole log";
    }
    List<Recovered.Truncated> truncated = found.truncated();
    if (truncated.isEmpty()) {
      require(
          damage.bytes() >= SECTOR_BYTES_MIN && (fitsSector(last) || isUnknown(last + 1)),
          "record " + (last + 1) + " is gone, and nothing is reported");
      return "as if never written: nothing behind the damaged sector tells of it";
    }
    truncated.forEach(each -> requirePlace("truncated", each.file(), each.offset(), each.reason()));
    requireUnknown(last + 1);
    return "reported as truncated, with records that were not known to be synced";
  }

  /// A sector can hold all of the end of the log, perhaps with the header of its last segment. When
  /// it is zeros or something old now, what is left is the log as it was before.
  private boolean fitsSector(long last) {
    long bytes = 0;
    for (long sequence = last + 1; sequence <= history.acknowledged(); sequence++) {
      bytes += history.at(sequence).bytes().length;
    }
    return damage.bytes() >= bytes;
  }

  /// What is missing may have been one batch, of which only the header is damaged.
  private boolean isUnknown(long missing) {
    for (long sequence = missing; sequence <= history.acknowledged(); sequence++) {
      if (history.at(sequence).known() >= missing) {
        return false;
      }
    }
    return true;
  }

  private void requirePlace(String what, String file, long offset, String reason) {
    require(
        file.equals(damage.file())
            && offset < damage.offset() + damage.bytes()
            && damage.offset() - offset < REACH_BYTES,
        "reported " + what + " at " + file + " " + offset + " (" + reason + "), not at " + damage);
  }

  /// No record that lies behind the damage for sure was appended when the first missing one had
  /// been acknowledged: else its batch says that it was synced.
  private void requireUnknown(long missing) {
    long reach = damage.bytes() == 1 ? 0 : damage.bytes() + REACH_BYTES;
    long bytes = 0;
    for (long sequence = missing; sequence <= history.acknowledged(); sequence++) {
      LogHistory.Asked each = history.at(sequence);
      require(
          each.known() < missing || bytes < reach,
          "record "
              + missing
              + " was known to be synced when record "
              + sequence
              + " was appended, and is reported as truncated");
      bytes += each.bytes().length;
    }
  }
}
