package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.OrderedView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state machine's keys as they are. Nobody changes an array that was handed over.
public interface StateReader {
  /// The position of the last entry that is in it.
  long position();

  /// The logical time: what the latest entry brought. Of no relation to any clock of this node.
  long nowNanos();

  /// What all keys and values of the whole state have together, sessions included, and each key
  /// counted with [StoreLimits#KEY_OVERHEAD_BYTES].
  long heldBytes();

  /// @return null when there is no such key
  @Nullable Entry entry(byte[] key);

  /// Keys of a range, in their order; [KeyRange#after] the last one goes on.
  ///
  /// @param limit how many at most
  List<Entry> list(KeyRange range, int limit, OrderedView.Order order);

  /// @return null when there is no such key
  default byte @Nullable [] get(byte[] key) {
    Entry entry = entry(key);
    return entry == null ? null : entry.value();
  }
}
