package dev.dcore.sim.persistence.log;

import static dev.dcore.sim.persistence.log.LogHistory.require;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.log.Inspection;
import dev.dcore.kernel.persistence.log.Inspection.SegmentFacts;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogRecord;
import dev.dcore.kernel.persistence.log.Recovered;
import dev.dcore.sim.persistence.DiskDamage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a log may say when one place of its files was damaged:
///
/// - that it is corrupt, at the damaged place, when anything that is left says that a record which
///   is missing was synced: a later `durableThrough`; a header, which is synced before what follows
///   it; that an earlier segment was dropped, or one that a recovery repeated; or that a segment is
///   missing, when the damage took what told that it was dropped;
/// - that it is truncated there, when nothing that is left says so;
/// - nothing, when nothing is missing;
/// - nothing, when the damage took a whole sector, and all that told of what is missing was in it.
///
/// The last cannot be known, since the files are as if it had never been written: the end of a log
/// that fits a sector, with the header of its segment perhaps, and every mark that its records were
/// synced. A log in one place has nothing to hold against that; a replica has. A flipped bit leaves
/// something to tell of it always.
///
/// What is left is judged without the log's help, from the side of what must be there:
///
/// - the headers of segments that begin behind the missing record;
/// - the batches of records that were asked for when it was known that the missing one was synced,
///   unless they may lie in the damage: at least the bytes of the records between are between them;
/// - the last mark, at the very end.
///
/// @param history not changed
/// @param before what there was before the damage
record DamageCheck(LogHistory history, DiskDamage.Done damage, Inspection before) {
  private static final int SECTOR_BYTES_MIN = 512;

  /// A mark is no longer.
  private static final int MARK_BYTES = 64;

  DamageCheck(LogHistory history, DiskDamage.Done damage) {
    this(history, damage, history.inspected());
  }

  String outcome(LogProcess process, LogEffect effect) {
    return switch (effect) {
      case LogEffect.Corrupt(String file, long offset, long sequence, String reason) ->
          corrupt(file, offset, sequence, reason);
      case LogEffect.Opened(Recovered found) -> opened(process, found);
      default -> throw new AssertionError("neither opened nor corrupt: " + effect);
    };
  }

  private String corrupt(String file, long offset, long sequence, String reason) {
    require(
        sequence >= 1 && sequence <= history.last() + 1,
        "reported record " + sequence + " as damaged, of " + history.last());
    require(
        sequence <= before.durableThrough()
            || offset == 0
            || before.firstSequence() > 1
            || repeated(sequence),
        "nothing says that record " + sequence + " was synced, and it is reported as corrupt");
    boolean there =
        before.others().contains(file)
            || before.segments().stream().anyMatch(segment -> segment.file().equals(file));
    if (there) {
      require(RotCheck.at(damage, file, offset), misplaced("corrupt", file, offset, reason));
      return "reported as corrupt";
    }
    require(before.firstSequence() > 1, "no segment was dropped, and " + file + " is missing");
    return "reported as a missing segment";
  }

  /// A recovery that came to its end wrote this record again.
  private boolean repeated(long sequence) {
    return before.segments().getLast().rewrittenThrough() >= sequence;
  }

  private String opened(LogProcess process, Recovered found) {
    long last = found.lastSequence();
    require(last <= history.last(), "record " + last + " was never appended");
    List<LogRecord> read = process.read(found.firstSequence());
    history.onRead(found.firstSequence(), last, Invariant.present(read, "nothing fails"));
    Recovered.@Nullable Truncated here = null;
    for (Recovered.Truncated each : found.truncated()) {
      if (RotCheck.at(damage, each.file(), each.offset()) || reaches(each)) {
        here = each;
      } else {
        require(wasTorn(each), misplaced("truncated", each.file(), each.offset(), each.reason()));
      }
    }
    if (last >= history.acknowledged()) {
      return here == null ? "nothing missing" : "reported as truncated, nothing missing";
    }
    requireUnknown(last + 1, here == null || here.sequence() != last + 1 ? 0 : here.offset());
    if (here != null) {
      return "reported as truncated, with records that were not known to be synced";
    }
    requireHit(last + 1);
    return "as if never written: nothing behind the damaged sector tells of it";
  }

  /// What a crash left is reported as well, behind what was whole.
  private boolean wasTorn(Recovered.Truncated each) {
    boolean known =
        before.truncated().stream()
            .anyMatch(other -> other.file().equals(each.file()) && other.offset() == each.offset());
    boolean wasWhole =
        before.segments().stream()
            .anyMatch(
                segment ->
                    segment.file().equals(each.file())
                        && segment.lastSequence() >= each.sequence());
    return known || (!each.file().equals(damage.file()) && !wasWhole);
  }

  /// What follows the end of the log is damaged, where nothing was written yet.
  private boolean reaches(Recovered.Truncated each) {
    return each.file().equals(damage.file())
        && each.offset() <= damage.offset()
        && damage.offset() < each.offset() + each.bytes();
  }

  private String misplaced(String what, String file, long offset, String reason) {
    return "reported "
        + what
        + " at "
        + file
        + " "
        + offset
        + " ("
        + reason
        + "), not at "
        + damage;
  }

  /// Nothing is left for sure that says that the first missing record was synced.
  ///
  /// @param from where at least the missing record was
  private void requireUnknown(long missing, long from) {
    long damageEnd = damage.offset() + damage.bytes();
    String known =
        "record " + missing + " was known to be synced, and is not reported as corrupt: ";
    for (SegmentFacts segment : before.segments()) {
      require(
          segment.firstSequence() <= missing || segment.file().equals(damage.file()),
          known + segment.file() + " begins behind it");
    }
    SegmentFacts tip = before.segments().getLast();
    require(
        before.durableThrough() < missing
            || tip.lastSequence() > before.durableThrough()
            || (tip.file().equals(damage.file()) && damageEnd > tip.usedBytes() - MARK_BYTES),
        known + "the mark at the end of " + tip.file());
    long at = from;
    for (long sequence = missing; sequence <= before.lastSequence(); sequence++) {
      LogHistory.Asked each = history.at(sequence);
      require(
          each.known() < missing || at < damageEnd,
          known + "record " + sequence + " was appended after that");
      at += each.bytes().length;
    }
  }

  /// The damage took whole sectors of the file that held the record, and may have taken that.
  private void requireHit(long missing) {
    String gone = "record " + missing + " is gone, and nothing is reported";
    require(damage.bytes() >= SECTOR_BYTES_MIN, gone);
    for (SegmentFacts segment : before.segments()) {
      if (segment.firstSequence() <= missing && missing <= segment.lastSequence()) {
        require(segment.file().equals(damage.file()), gone);
        long earliest = bytes(segment.firstSequence(), missing);
        long latest = segment.usedBytes() - bytes(missing, segment.lastSequence() + 1);
        require(
            earliest < damage.offset() + damage.bytes() && latest >= damage.offset(),
            gone + ", and the damage was elsewhere");
      }
    }
  }

  private long bytes(long from, long to) {
    long bytes = 0;
    for (long sequence = from; sequence < to; sequence++) {
      bytes += history.at(sequence).bytes().length;
    }
    return bytes;
  }
}
