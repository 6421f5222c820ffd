package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.Forgotten;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state machine's keys as they are, and as they were back to the horizon.
public final class StateHistory implements StateReader {
  private final StateView view;

  StateHistory(StateView view) {
    this.view = view;
  }

  @Override
  public long position() {
    return view.position();
  }

  @Override
  public long nowNanos() {
    return view.nowNanos();
  }

  @Override
  public long heldBytes() {
    return view.keyAndValueBytes() + view.keys() * StoreLimits.KEY_OVERHEAD_BYTES;
  }

  /// The oldest position that can be asked for.
  public long horizon() {
    return view.horizon();
  }

  @Override
  public @Nullable Entry entry(byte[] key) {
    Entry found = view.get(KeySpace.MACHINE.in(key));
    return found == null ? null : KeySpace.MACHINE.out(found);
  }

  @Override
  public List<Entry> list(KeyRange range, int limit, OrderedView.Order order) {
    return KeySpace.MACHINE.out(view.list(KeySpace.MACHINE.in(range), limit, order));
  }

  /// What the key was at a position.
  ///
  /// @return null when there was no such key
  /// @throws Forgotten when that is before the horizon
  public @Nullable Entry entry(byte[] key, long at) {
    Entry found = view.get(KeySpace.MACHINE.in(key), at);
    return found == null ? null : KeySpace.MACHINE.out(found);
  }

  /// A range as it was at a position.
  ///
  /// @throws Forgotten when that is before the horizon
  public List<Entry> list(KeyRange range, int limit, OrderedView.Order order, long at) {
    return KeySpace.MACHINE.out(view.list(KeySpace.MACHINE.in(range), limit, order, at));
  }

  /// What was put and deleted in a range behind a position, in order; what was overwritten or
  /// erased shows only as it is now, if at all.
  ///
  /// @param scanMax how many keys and versions are looked at
  /// @return null when that is not enough
  /// @throws Forgotten when the position is before the horizon
  public @Nullable List<Entry> changes(KeyRange range, long after, int scanMax) {
    List<Entry> changes = view.changes(KeySpace.MACHINE.in(range), after, scanMax);
    return changes == null ? null : KeySpace.MACHINE.out(changes);
  }
}
