package dev.dcore.kernel.persistence.compaction;

import dev.dcore.kernel.base.Invariant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is left of the versions of each key when segments are merged.
///
/// ```text
///   newest                    low water                                         oldest
///     | all are kept              | patches | value or tombstone | none is needed |
/// ```
///
/// The low-water mark is what every reader and every replica has passed: nobody asks for the state
/// before it, and nobody has yet to be sent a version up to it. So above it every version stays;
/// below it, what makes up the state at the mark. Patches are not versions that replace each other:
/// all down to a whole value count. A tombstone goes only when there can be no older version of its
/// key in any segment that is not merged here.
///
/// A witness is a record of a segment that stays. It replaces older versions here and is not
/// written again. Confined to one thread.
public final class KeyFold {
  /// More patches of one key than this are kept as they are, to bound the memory.
  static final int FOLDED_MAX = 4_096;

  private final long lowWater;
  private final Predicate<Key> hasOlderElsewhere;
  private final @Nullable Patching patching;
  private final Consumer<KeyedRecord> out;
  private final List<KeyedRecord> patches = new ArrayList<>();
  private @Nullable Key key;
  private boolean decided;

  /// @param hasOlderElsewhere whether a segment that is not merged may hold an older version
  /// @param patching null to keep patches as they are
  public KeyFold(
      long lowWater,
      Predicate<Key> hasOlderElsewhere,
      @Nullable Patching patching,
      Consumer<KeyedRecord> out) {
    this.lowWater = lowWater;
    this.hasOlderElsewhere = hasOlderElsewhere;
    this.patching = patching;
    this.out = out;
  }

  /// Takes the next record in the order of [KeyedRecord#compareInSegment].
  ///
  /// @param witness whether it is of a segment that stays
  public void take(KeyedRecord record, boolean witness) {
    if (!record.key().equals(key)) {
      finish();
      key = record.key();
    }
    if (decided) {
      return;
    }
    boolean readable = record.sequence() > lowWater;
    if (witness) {
      Invariant.check(patches.isEmpty(), "a witness is newer than what it testifies against");
      decided = !readable && record.isWhole();
    } else if (readable) {
      out.accept(record);
    } else if (record.isWhole()) {
      decided = true;
      settle(record);
    } else {
      addPatch(record);
    }
  }

  /// There are no more records.
  public void finish() {
    if (!decided) {
      settle(null);
    }
    key = null;
    decided = false;
  }

  private void addPatch(KeyedRecord patch) {
    patches.add(patch);
    if (patches.size() > FOLDED_MAX) {
      patches.forEach(out);
      patches.clear();
    }
  }

  /// @param base what the patches apply to, as far as it is merged here
  private void settle(@Nullable KeyedRecord base) {
    Key last = key;
    if (last == null || (base == null && patches.isEmpty())) {
      return;
    }
    boolean nothingBefore = base == null && !hasOlderElsewhere.test(last);
    if (patching != null && !patches.isEmpty() && (base != null || nothingBefore)) {
      out.accept(folded(patching, base));
    } else {
      patches.forEach(out);
      if (base != null && !isOverGround(base)) {
        out.accept(base);
      }
    }
    patches.clear();
  }

  /// A tombstone with nothing below it says nothing.
  private boolean isOverGround(KeyedRecord base) {
    return base.kind() == KeyedRecord.Kind.TOMBSTONE && !hasOlderElsewhere.test(base.key());
  }

  private KeyedRecord folded(Patching patching, @Nullable KeyedRecord base) {
    List<byte[]> oldestFirst = patches.reversed().stream().map(KeyedRecord::value).toList();
    byte[] held = base == null || base.kind() == KeyedRecord.Kind.TOMBSTONE ? null : base.value();
    KeyedRecord newest = patches.getFirst();
    return new KeyedRecord(
        newest.key(),
        newest.sequence(),
        newest.nanos(),
        KeyedRecord.Kind.VALUE,
        patching.apply(held, oldestFirst));
  }
}
