package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.checkpoint.CheckpointConfig;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.runtime.LocalStore;
import dev.dcore.kernel.runtime.StoreAnswer;
import dev.dcore.kernel.runtime.StoreConfig;
import dev.dcore.kernel.runtime.StoreRequest;
import dev.dcore.kernel.runtime.StoreTrace;
import dev.dcore.kernel.store.KvCommand;
import dev.dcore.kernel.store.KvLimits;
import dev.dcore.sim.time.EventQueue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One life of a store on a simulated disk, until its process ends.
final class StoredLife {
  static final StoreConfig SMALL =
      new StoreConfig(
          new LogConfig("wal", 32 << 10, 4 << 10, 8 << 10, SyncPolicy.EVERY_APPEND),
          new CheckpointConfig(2, 1_000, 4_000),
          new KvLimits(100, 4_000, 1 << 20),
          10_000);
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final EventQueue queue;
  private final LocalStore store;
  private final Map<Long, StoreAnswer> answers = new LinkedHashMap<>();
  private final MemoryBytes bytes = new MemoryBytes();
  final List<StoreTrace> traces = new ArrayList<>();
  private long lastTicket;

  StoredLife(EventQueue queue, SimDisk disk) {
    this(queue, disk, SMALL);
  }

  StoredLife(EventQueue queue, SimDisk disk, StoreConfig config) {
    this.queue = queue;
    Disk[] port = new Disk[1];
    LocalStore[] made = new LocalStore[1];
    port[0] =
        disk.open(
            event -> {
              made[0].onDisk(queue.nowNanos(), event);
            });
    made[0] =
        new LocalStore(
            port[0],
            bytes,
            config,
            new LocalStore.Outputs() {
              @Override
              public void answer(long ticket, StoreAnswer answer) {
                answers.put(ticket, answer);
              }

              @Override
              public void trace(StoreTrace event) {
                traces.add(event);
              }
            });
    store = made[0];
    store.open(queue.nowNanos(), new NodeId(1, 2), "test");
  }

  long put(String key, String value) {
    return ask(new StoreRequest.Write(new KvCommand.Put(bytes(key), bytes(value), 0)));
  }

  long delete(String key) {
    return ask(new StoreRequest.Write(new KvCommand.Delete(bytes(key))));
  }

  long ask(StoreRequest request) {
    long ticket = ++lastTicket;
    store.request(queue.nowNanos(), ticket, request);
    return ticket;
  }

  /// The answer, or null while there is none.
  StoreAnswer answer(long ticket) {
    return answers.get(ticket);
  }

  /// Lets the world go on until the answer is there.
  StoreAnswer await(long ticket) {
    for (int i = 0; i < 100_000 && answers.get(ticket) == null; i++) {
      runNext();
    }
    return answers.get(ticket);
  }

  /// Lets the disk complete an operation, or the time of the alarm come.
  void runNext() {
    long deadline = store.deadlineNanos();
    if (!queue.runNext(
            Math.min(queue.nowNanos() + HOUR_NANOS, Math.max(deadline, queue.nowNanos())))
        && deadline <= queue.nowNanos()) {
      store.onWoken(queue.nowNanos());
    }
  }

  StoreAnswer.Status status() {
    return assertInstanceOf(StoreAnswer.Status.class, await(ask(new StoreRequest.AskStatus())));
  }

  /// All keys and values.
  SortedMap<String, String> content() {
    StoreAnswer.Listed listed =
        assertInstanceOf(
            StoreAnswer.Listed.class,
            await(ask(new StoreRequest.ListKeys(KeyRange.ALL, LocalStore.LIST_MAX))));
    SortedMap<String, String> content = new TreeMap<>();
    listed.entries().forEach(entry -> content.put(text(entry.key()), text(entry.value())));
    return content;
  }

  LocalStore store() {
    return store;
  }

  OrderedBytes bytes() {
    return bytes;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
