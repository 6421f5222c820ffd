package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.checkpoint.CheckpointConfig;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.kernel.persistence.checkpoint.CheckpointInput;
import dev.dcore.kernel.persistence.checkpoint.Checkpoints;
import dev.dcore.kernel.persistence.state.Change;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateBatch;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.sim.time.EventQueue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A state in memory with its checkpoints on a simulated disk, without a log: the batches follow
/// from a seed, so that what is missing after a crash can be made again.
final class CheckpointedState {
  static final CheckpointConfig SMALL = new CheckpointConfig(2, 400, 1_000);
  private static final int KEYS = 200;
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final EventQueue queue;
  private final SimDisk disk;
  private final long seed;
  private final MemoryBytes bytes = new MemoryBytes();
  private final Checkpoints checkpoints;
  private final Disk port;
  final List<CheckpointEffect> said = new ArrayList<>();
  StateStore store;

  /// A process that uses the disk from now on, and has loaded what is there.
  CheckpointedState(EventQueue queue, SimDisk disk, long seed) {
    this(queue, disk, seed, 7);
  }

  CheckpointedState(EventQueue queue, SimDisk disk, long seed, long owner) {
    this.queue = queue;
    this.disk = disk;
    this.seed = seed;
    this.port = disk.open(event -> step(new CheckpointInput.Disk(event)));
    this.checkpoints = new Checkpoints(bytes, port::buffer, SMALL, 0);
    step(new CheckpointInput.Open(owner, 1));
  }

  CheckpointEffect.Loaded load() {
    runUntilIdle();
    store = new StateStore(bytes);
    store.watch(checkpoints::onWritten);
    return (CheckpointEffect.Loaded) said.getFirst();
  }

  /// Applies the batches of this seed up to a position.
  void applyUpTo(long position) {
    while (store.position() < position) {
      store.apply(batch(seed, store.position() + 1));
    }
  }

  void begin() {
    step(new CheckpointInput.Begin(store.snapshot(), store.position() + 100));
  }

  /// Lets the disk complete one operation.
  ///
  /// @return whether there was one
  boolean runNext() {
    return queue.runNext(queue.nowNanos() + HOUR_NANOS);
  }

  boolean idle() {
    return checkpoints.idle();
  }

  CheckpointEffect checkpoint() {
    begin();
    runUntilIdle();
    return said.getLast();
  }

  void runUntilIdle() {
    while (!checkpoints.idle()) {
      assertFalse(!runNext(), "nothing is under way");
    }
    // Deletions.
    while (runNext()) {}
  }

  SimDisk disk() {
    return disk;
  }

  List<String> content() {
    return content(bytes);
  }

  /// What the state is at a position, by the batches alone.
  static List<String> expected(long seed, long position) {
    MemoryBytes fresh = new MemoryBytes();
    StateStore store = new StateStore(fresh);
    for (long at = 1; at <= position; at++) {
      store.apply(batch(seed, at));
    }
    return content(fresh);
  }

  private static List<String> content(OrderedView view) {
    List<String> lines = new ArrayList<>();
    try (OrderedView.Cursor cursor = view.cursor(new byte[0], null, OrderedView.Order.ASCENDING)) {
      while (cursor.next()) {
        lines.add(
            HexFormat.of().formatHex(cursor.key())
                + "="
                + HexFormat.of().formatHex(cursor.value()));
      }
    }
    return lines;
  }

  /// Writes that are close together, now here, now there, so that some chunks stay as they are.
  private static StateBatch batch(long seed, long position) {
    Choice draw = Choices.seeded(seed, "batch " + position).choice("change");
    List<Change> changes = new ArrayList<>();
    int around = draw.below(KEYS);
    for (int i = 1 + draw.below(6); i > 0; i--) {
      byte[] key = key((around + draw.below(8)) % KEYS);
      boolean expires = draw.chance(0.1);
      changes.add(
          draw.chance(0.2)
              ? new Change.Delete(key)
              : new Change.Put(
                  key,
                  new byte[1 + draw.below(90)],
                  expires ? position * 10 + draw.below(200) : StateStore.NEVER));
    }
    long horizon = Math.max(0, position - 5);
    return new StateBatch(position, position * 10, horizon, changes);
  }

  private static byte[] key(int number) {
    return String.format("key-%03d", number).getBytes(StandardCharsets.US_ASCII);
  }

  private void step(CheckpointInput input) {
    checkpoints.step(
        queue.nowNanos(),
        input,
        effect -> {
          if (effect instanceof CheckpointEffect.Operation(long ticket, var operation)) {
            operation.carryOut(port, ticket);
          } else {
            said.add(effect);
          }
        });
  }
}
