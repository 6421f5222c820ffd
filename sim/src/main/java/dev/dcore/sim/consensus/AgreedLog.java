package dev.dcore.sim.consensus;

import dev.dcore.kernel.consensus.Entry;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.store.Applied;
import dev.dcore.kernel.store.KvMachine;
import dev.dcore.kernel.store.ReplicatedState;
import dev.dcore.kernel.store.StoreLimits;
import dev.dcore.kernel.store.UnknownCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the group has agreed on, as the first replica that said so had it; carried out once, by a
/// state machine that never fails. All others are held to it.
final class AgreedLog {
  private static final int DATA_PREFIX_BYTES = 1;

  private record Version(long position, byte @Nullable [] value) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<Long> agreedBy = new ArrayList<>();
  private final List<Applied> applied = new ArrayList<>();
  private final Map<String, List<Version>> versions = new LinkedHashMap<>();
  private final ReplicatedState state;

  AgreedLog(ReplicatedState.Config config) {
    state =
        new ReplicatedState(
            new StateStore(new MemoryBytes()), new KvMachine(StoreLimits.DEFAULT), config);
  }

  long last() {
    return entries.size();
  }

  boolean has(long index) {
    return index >= 1 && index <= entries.size();
  }

  Entry get(long index) {
    return entries.get((int) index - 1);
  }

  /// Of an entry, 0 of the one before the first.
  long term(long index) {
    return index == 0 ? 0 : get(index).term();
  }

  /// How the entry of this index ended.
  Applied applied(long index) {
    return applied.get((int) index - 1);
  }

  ReplicatedState state() {
    return state;
  }

  /// The least term in which somebody knew that the entry is agreed on.
  long agreedBy(long index) {
    return agreedBy.get((int) index - 1);
  }

  /// Somebody knows it in this term.
  void agreedBy(long index, long term) {
    agreedBy.set((int) index - 1, Math.min(term, agreedBy(index)));
  }

  /// The next one is agreed on.
  ///
  /// @param term of who says so
  /// @return what is wrong with it, or empty
  String add(Entry entry, long term) {
    entries.add(entry);
    agreedBy.add(term);
    if (entry.kind() != Entry.Kind.COMMAND) {
      state.pass(entry.index());
      applied.add(new Applied.Ticked(entry.index()));
      return "";
    }
    try {
      Applied done = state.apply(entry.index(), entry.data());
      applied.add(done);
      if (done instanceof Applied.Executed executed) {
        executed.written().forEach(this::note);
      }
      return "";
    } catch (UnknownCommand e) {
      applied.add(new Applied.Ticked(entry.index()));
      return "entry " + entry.index() + " cannot be carried out: " + e.getMessage();
    }
  }

  /// The value that a key had behind that position; null for none.
  byte @Nullable [] valueAt(byte[] key, long position) {
    List<Version> known = versions.getOrDefault(text(key, 0), List.of());
    for (int i = known.size() - 1; i >= 0; i--) {
      if (known.get(i).position() <= position) {
        return known.get(i).value();
      }
    }
    return null;
  }

  private void note(dev.dcore.kernel.persistence.state.Entry written) {
    byte[] value = written.value();
    versions
        .computeIfAbsent(text(written.key(), DATA_PREFIX_BYTES), _ -> new ArrayList<>())
        .add(
            new Version(
                written.position(),
                written.tombstone() ? null : java.util.Arrays.copyOfRange(value, 1, value.length)));
  }

  private static String text(byte[] bytes, int from) {
    return new String(
        bytes, from, bytes.length - from, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
