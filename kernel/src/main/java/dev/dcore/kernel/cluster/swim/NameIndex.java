package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Mix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// From a name to the slots of all that bear it: one member nearly always, and those that died
/// before it. Open addressing with linear probing; a row is four bytes, so that thousands of nodes
/// in one process can each have such an index:
///
/// ```text
/// rows[i]  15 bits of the name's hash | slot + 1 (17 bits);  0: a free row
/// ```
final class NameIndex {
  private static final int SLOT_BITS = 17;
  private static final int CAPACITY_MIN = 16;

  private final IntFunction<String> names;
  private final IntPredicate lives;
  private int[] rows = new int[CAPACITY_MIN];
  private int used;

  /// Where a name has more than one bearer, these, the same object for each: one list a bearer of
  /// all others would be n squared of them for a node that gets a new id at each of its crashes.
  private final Map<Integer, Bearers> namesakes = new LinkedHashMap<>();

  private static final class Bearers {
    final Set<Integer> slots = new LinkedHashSet<>();
    int living;
  }

  /// @param names the name of the member in a slot
  /// @param lives whether the member in a slot takes part
  NameIndex(IntFunction<String> names, IntPredicate lives) {
    this.names = names;
    this.lives = lives;
  }

  /// The slot of the one that bears this name first, or -1.
  int slot(String name) {
    return slotOf(rows[find(name)]);
  }

  /// All others that bear the name of the one in this slot; nearly always none.
  List<Integer> others(int slot) {
    Bearers bearers = bearers(slot);
    if (bearers == null) {
      return List.of();
    }
    List<Integer> others = new ArrayList<>(bearers.slots);
    others.remove(Integer.valueOf(slot));
    return others;
  }

  /// How many that take part bear the name of the one in this slot, itself counted.
  int living(int slot) {
    Bearers bearers = bearers(slot);
    return bearers == null ? one(lives.test(slot)) : bearers.living;
  }

  /// How many that take part no longer bear the name of the one in this slot, itself counted.
  int gone(int slot) {
    Bearers bearers = bearers(slot);
    return bearers == null ? one(!lives.test(slot)) : bearers.slots.size() - bearers.living;
  }

  /// The member in this slot takes part no longer, or again.
  void changed(int slot, boolean lived) {
    Bearers bearers = bearers(slot);
    if (bearers != null) {
      bearers.living += one(lives.test(slot)) - one(lived);
    }
  }

  /// The member in this slot bears its name from now on.
  void add(int slot) {
    int row = find(names.apply(slot));
    int first = slotOf(rows[row]);
    if (first < 0) {
      rows[row] = row(slot);
      used++;
      if (used * 4 > rows.length * 3) {
        grow();
      }
      return;
    }
    Bearers bearers = bearers(first);
    if (bearers == null) {
      bearers = new Bearers();
      put(bearers, first);
    }
    put(bearers, slot);
  }

  private void put(Bearers bearers, int slot) {
    bearers.slots.add(slot);
    bearers.living += one(lives.test(slot));
    namesakes.put(slot, bearers);
  }

  private @Nullable Bearers bearers(int slot) {
    return namesakes.isEmpty() ? null : namesakes.get(slot);
  }

  private static int one(boolean is) {
    return is ? 1 : 0;
  }

  /// The member in this slot bears its name no longer. It must still be named so, and take part if
  /// it did.
  void remove(int slot) {
    int row = find(names.apply(slot));
    Bearers bearers = namesakes.remove(slot);
    if (bearers == null) {
      clear(row);
      return;
    }
    bearers.slots.remove(slot);
    bearers.living -= one(lives.test(slot));
    int other = bearers.slots.iterator().next();
    if (slotOf(rows[row]) == slot) {
      rows[row] = row(other);
    }
    if (bearers.slots.size() == 1) {
      namesakes.remove(other);
    }
  }

  /// What was placed behind this row because of it moves up.
  private void clear(int cleared) {
    int hole = cleared;
    int mask = rows.length - 1;
    for (int row = (hole + 1) & mask; rows[row] != 0; row = (row + 1) & mask) {
      int home = (int) hash(names.apply(slotOf(rows[row]))) & mask;
      boolean reaches = hole <= row ? home <= hole || home > row : home <= hole && home > row;
      if (reaches) {
        rows[hole] = rows[row];
        hole = row;
      }
    }
    rows[hole] = 0;
    used--;
  }

  private int find(String name) {
    long hash = hash(name);
    int mask = rows.length - 1;
    int row = (int) hash & mask;
    while (rows[row] != 0
        && !(rows[row] >>> SLOT_BITS == tag(hash) >>> SLOT_BITS
            && names.apply(slotOf(rows[row])).equals(name))) {
      row = (row + 1) & mask;
    }
    return row;
  }

  private void grow() {
    int[] old = rows;
    rows = new int[old.length * 2];
    int mask = rows.length - 1;
    for (int each : old) {
      if (each != 0) {
        int row = (int) hash(names.apply(slotOf(each))) & mask;
        while (rows[row] != 0) {
          row = (row + 1) & mask;
        }
        rows[row] = each;
      }
    }
  }

  private int row(int slot) {
    return tag(hash(names.apply(slot))) | slot + 1;
  }

  private static long hash(String name) {
    return Mix.finish(name.hashCode());
  }

  private static int tag(long hash) {
    return (int) (hash >>> 32) >>> SLOT_BITS << SLOT_BITS;
  }

  private static int slotOf(int row) {
    return (row & (1 << SLOT_BITS) - 1) - 1;
  }
}
