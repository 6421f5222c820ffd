package dev.dcore.kernel.consensus;

import java.util.ArrayList;
import java.util.List;

/// Who votes, by the entries of the log: a configuration counts from when it is appended, committed
/// or not (section 4.1), and no more when it is truncated.
final class Configurations {
  private record Since(long index, Configuration configuration) {}

  private final List<Since> known = new ArrayList<>(List.of(new Since(0, Configuration.NONE)));

  void reset(long index, Configuration configuration) {
    known.clear();
    known.add(new Since(index, configuration));
  }

  Configuration latest() {
    return known.getLast().configuration();
  }

  long latestIndex() {
    return known.getLast().index();
  }

  Configuration at(long index) {
    Configuration found = known.getFirst().configuration();
    for (Since since : known) {
      if (since.index() <= index) {
        found = since.configuration();
      }
    }
    return found;
  }

  void append(Entry entry) {
    if (entry.kind() == Entry.Kind.CONFIGURATION) {
      known.add(new Since(entry.index(), Configuration.decode(entry.data())));
    }
  }

  void truncateFrom(long index) {
    known.subList(1, known.size()).removeIf(since -> since.index() >= index);
  }

  void compactThrough(long index) {
    Configuration there = at(index);
    known.removeIf(since -> since.index() <= index);
    known.addFirst(new Since(index, there));
  }
}
