package dev.dcore.kernel.runtime;

import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.StateView;
import dev.dcore.kernel.store.KvResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a [StoreRequest] ended.
public sealed interface StoreAnswer {
  record Written(KvResult result) implements StoreAnswer {}

  /// @param entry null when there is no such key
  /// @param position of the state that was read
  record Found(@Nullable Entry entry, long position) implements StoreAnswer {}

  /// @param entries in the order of their keys
  /// @param more whether the range goes on behind them
  record Listed(List<Entry> entries, boolean more, long position) implements StoreAnswer {
    public Listed {
      entries = List.copyOf(entries);
    }
  }

  /// @param view another thread may read it; whoever gets it closes it
  record Snapshot(StateView view) implements StoreAnswer {}

  record Checkpointed(CheckpointEffect.Completed checkpoint) implements StoreAnswer {}

  /// @param keyAndValueBytes of all keys and their values
  /// @param checkpoint the number of the newest whole one, or 0
  /// @param readOnly why nothing can be written, or empty
  /// @param notes what was odd when the store opened, each one sentence
  record Status(
      long position,
      long keys,
      long keyAndValueBytes,
      long checkpoint,
      long checkpointPosition,
      long logFirst,
      long logLast,
      String readOnly,
      List<String> notes)
      implements StoreAnswer {
    public Status {
      notes = List.copyOf(notes);
    }
  }

  /// It was not done, and never will be.
  record Rejected(String reason) implements StoreAnswer {}

  /// It may have been done or not: the disk failed under it.
  record Indeterminate(String reason) implements StoreAnswer {}
}
