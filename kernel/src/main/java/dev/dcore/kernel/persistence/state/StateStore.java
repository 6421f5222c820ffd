package dev.dcore.kernel.persistence.state;

import dev.dcore.kernel.base.Invariant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Ordered keys with versions, changed by batches that each carry the position of their entry in
/// the log. What it holds is a function of the batches alone: it reads no clock, and what expires
/// does so by the time that a batch brings.
///
/// A batch first removes what has expired, then makes its changes, then forgets versions below its
/// horizon. Removing and forgetting are bounded by the size of the batch
/// ([StateEdit#BACKLOG_PER_BATCH]); what is left over is done by the batches that follow, so a key
/// that expired is there until a batch has removed it, at that batch's position.
///
/// Confined to one thread; snapshots may be read by another.
public final class StateStore {
  /// The time at which what does not expire expires.
  public static final long NEVER = Long.MAX_VALUE;

  private final OrderedBytes bytes;
  private StateMeta meta = StateMeta.NONE;
  private Consumer<ByteWrites> onWritten = _ -> {};

  /// What a batch did beside its changes.
  ///
  /// @param expired how many keys' time was over
  /// @param forgotten how many replaced versions are gone
  /// @param found the version that the key of the last change had before it; 0 for none
  public record Applied(long position, int expired, int forgotten, int found) {}

  /// @param bytes closed by whoever made it, after the store's last use
  public StateStore(OrderedBytes bytes) {
    this.bytes = bytes;
    reload();
  }

  /// Where a backend holds how far its state is.
  public static byte[] progressKey() {
    return StateKeys.META.clone();
  }

  /// @param progress what a backend holds there
  public static long positionOf(byte[] progress) {
    return StateMeta.decode(progress).position();
  }

  /// Takes out of some writes what says how far the state is, so that whoever fills a backend
  /// writes it last: a state that is not whole must not say that it is.
  ///
  /// @param taken of writes before these, or null
  /// @return what was taken, or null while there was none
  public static @Nullable ByteWrites takeProgress(ByteWrites writes, @Nullable ByteWrites taken) {
    byte[] progress = writes.decides(StateKeys.META) ? writes.decided(StateKeys.META) : null;
    if (progress == null) {
      return taken;
    }
    writes.forget(StateKeys.META);
    ByteWrites last = new ByteWrites();
    last.put(StateKeys.META, progress);
    return last;
  }

  /// @param onWritten sees what each batch writes to the backend, after it is written
  public void watch(Consumer<ByteWrites> onWritten) {
    this.onWritten = onWritten;
  }

  /// The position of the last batch, or 0.
  public long position() {
    return meta.position();
  }

  /// The logical time.
  public long nowNanos() {
    return meta.nowNanos();
  }

  /// @throws Invariant.Violation when the batch's position is not larger than the last one's
  public Applied apply(StateBatch batch) {
    Invariant.check(batch.position() > meta.position(), "a batch is applied once, in order");
    StateEdit edit = new StateEdit(bytes, meta, batch);
    Applied applied = edit.run();
    bytes.write(edit.writes());
    meta = edit.meta();
    onWritten.accept(edit.writes());
    return applied;
  }

  /// The state as it is, until the next batch. Needs not be closed.
  public StateView latest() {
    return new StateView(bytes, meta);
  }

  /// The state as it is now, whatever follows. The caller closes it.
  public StateView snapshot() {
    return new StateView(bytes.snapshot(), meta);
  }

  /// Reads how far the state is from the backend, which somebody else has filled.
  public void reload() {
    byte[] found = bytes.get(StateKeys.META);
    meta = found == null ? StateMeta.NONE : StateMeta.decode(found);
  }

  /// The same state counts as that of a later position, before which nothing can be asked for. Who
  /// watches is not told.
  public void moveTo(long position) {
    Invariant.check(position >= meta.position(), "a state is not moved back");
    StateMeta moved = new StateMeta(position, meta.nowNanos(), position, meta.keys(), meta.bytes());
    ByteWrites writes = new ByteWrites();
    writes.put(StateKeys.META, moved.encode());
    bytes.write(writes);
    meta = moved;
  }
}
