package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Mix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

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
  private int[] rows = new int[CAPACITY_MIN];
  private int used;
  private final Map<Integer, List<Integer>> namesakes = new LinkedHashMap<>();

  /// @param names the name of the member in a slot
  NameIndex(IntFunction<String> names) {
    this.names = names;
  }

  /// The slot of the one that bears this name first, or -1.
  int slot(String name) {
    return slotOf(rows[find(name)]);
  }

  /// All others that bear the name of the one in this slot; nearly always none.
  List<Integer> others(int slot) {
    return namesakes.isEmpty() ? List.of() : namesakes.getOrDefault(slot, List.of());
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
    List<Integer> bearers = new ArrayList<>(others(first));
    bearers.add(first);
    for (int bearer : bearers) {
      namesakes.computeIfAbsent(bearer, _ -> new ArrayList<>()).add(slot);
    }
    namesakes.put(slot, bearers);
  }

  /// The member in this slot bears its name no longer. It must still be named so.
  void remove(int slot) {
    int row = find(names.apply(slot));
    List<Integer> others = others(slot);
    namesakes.remove(slot);
    for (int other : others) {
      List<Integer> rest = others(other);
      rest.remove(Integer.valueOf(slot));
      if (rest.isEmpty()) {
        namesakes.remove(other);
      }
    }
    if (others.isEmpty()) {
      clear(row);
    } else if (slotOf(rows[row]) == slot) {
      rows[row] = row(others.getFirst());
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
