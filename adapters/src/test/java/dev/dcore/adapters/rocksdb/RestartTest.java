package dev.dcore.adapters.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.io.persistence.BackupFile;
import dev.dcore.io.persistence.DirectoryLock;
import dev.dcore.io.runtime.OfflineStore;
import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.contracts.OrderedBytesContract;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.persistence.state.StateView;
import dev.dcore.kernel.runtime.StoreAnswer;
import dev.dcore.kernel.runtime.StoreRequest;
import dev.dcore.kernel.store.KvCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store on real files, over each backend, comes back from its checkpoint and its log.
class RestartTest {
  /// Each is a sync of the disk in both stores.
  private static final int COMMANDS = 60;

  @TempDir private Path directory;

  /// The same commands with crashes in between: in memory all comes from the checkpoint and the
  /// log; RocksDB has kept what it had flushed, and takes the rest from the log, or loads the
  /// checkpoint when the log has gone on without it.
  @Test
  void afterRestartsBothBackendsHoldTheSame() throws Exception {
    Choice draw = Choices.seeded(1, "restart").choice("command");
    Path ofMemory = Files.createDirectory(directory.resolve("memory"));
    Path ofRocks = Files.createDirectory(directory.resolve("rocks"));
    long replayedByRocks = 0;
    for (int life = 0; life < 6; life++) {
      try (OrderedBytes memory = new MemoryBytes();
          OrderedBytes rocks = RocksBytes.open(directory.resolve("state"));
          RealStore one = new RealStore(ofMemory, memory);
          RealStore other = new RealStore(ofRocks, rocks)) {
        assertEquals((long) COMMANDS * life, one.found().position());
        assertEquals((long) COMMANDS * life, other.found().position());
        replayedByRocks += other.found().replayed();
        assertEquals(OrderedBytesContract.dump(memory), OrderedBytesContract.dump(rocks));
        for (int i = 0; i < COMMANDS; i++) {
          StoreRequest write = new StoreRequest.Write(command(draw));
          assertEquals(one.ask(write), other.ask(write));
          if (i == 36 && life % 3 == 1) {
            rocks.flush();
          }
          if (i == 45 && life % 2 == 0) {
            one.ask(new StoreRequest.Compact());
            other.ask(new StoreRequest.Compact());
          }
        }
        assertEquals(OrderedBytesContract.dump(memory), OrderedBytesContract.dump(rocks));
      }
    }
    assertTrue(replayedByRocks > 90, "RocksDB replayed " + replayedByRocks);
  }

  @Test
  void aBackupIsOfOneMomentAndIsRestoredOnAnotherNode() throws Exception {
    Path from = Files.createDirectory(directory.resolve("from"));
    Path to = Files.createDirectory(directory.resolve("to"));
    Path file = directory.resolve("backup");
    List<String> then;
    try (OrderedBytes bytes = new MemoryBytes();
        RealStore store = new RealStore(from, bytes)) {
      put(store, 0, 500);
      then = OrderedBytesContract.dump(bytes);
      StoreAnswer.Snapshot taken =
          assertInstanceOf(StoreAnswer.Snapshot.class, store.ask(new StoreRequest.TakeSnapshot()));
      put(store, 400, 600);
      try (StateView view = taken.view();
          OutputStream out = Files.newOutputStream(file)) {
        BackupFile.write(view, out);
      }
    }
    try (OrderedBytes bytes = new MemoryBytes();
        RealStore store = new RealStore(to, bytes)) {
      put(store, 550, 580);
    }

    assertEquals(500, OfflineStore.restore(file, to, "test").keys());

    try (OrderedBytes bytes = new MemoryBytes();
        RealStore store = new RealStore(to, bytes)) {
      assertEquals(then.subList(1, then.size()), withoutProgress(bytes));
      put(store, 900, 910);
      put(store, 0, 10);
    }
    try (OrderedBytes bytes = new MemoryBytes();
        RealStore store = new RealStore(to, bytes)) {
      StoreAnswer.Status status = (StoreAnswer.Status) store.ask(new StoreRequest.AskStatus());
      assertEquals(510, status.keys());
      assertEquals(520, status.position());
    }
  }

  /// One of a store that was never written is whole too: over any other store it leaves no key,
  /// also where the keys came from a backup and the log has no entry.
  @Test
  void anEmptyBackupEmptiesAnyStore() throws Exception {
    Path empty = directory.resolve("empty");
    Path full = directory.resolve("full");
    backUp(Files.createDirectory(directory.resolve("unused")), 0, empty);
    backUp(Files.createDirectory(directory.resolve("used")), 20, full);
    Path restored = Files.createDirectory(directory.resolve("restored"));
    assertEquals(20, OfflineStore.restore(full, restored, "test").keys());

    for (String home : List.of("unused", "used", "restored")) {
      assertEquals(0, OfflineStore.restore(empty, directory.resolve(home), "test").keys(), home);
      try (OrderedBytes bytes = new MemoryBytes();
          RealStore store = new RealStore(directory.resolve(home), bytes)) {
        assertEquals(List.of(), withoutProgress(bytes), home);
        put(store, 0, 1);
      }
      try (OrderedBytes bytes = new MemoryBytes();
          RealStore store = new RealStore(directory.resolve(home), bytes)) {
        StoreAnswer.Status status = (StoreAnswer.Status) store.ask(new StoreRequest.AskStatus());
        assertEquals(1, status.keys(), home);
      }
    }
  }

  @Test
  void aDamagedBackupOrAnAgentThatRunsLeavesAllAsItWas() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    Path file = directory.resolve("backup");
    List<String> before;
    try (OrderedBytes bytes = new MemoryBytes();
        RealStore store = new RealStore(home, bytes)) {
      put(store, 0, 20);
      before = OrderedBytesContract.dump(bytes);
      try (StateView view =
              ((StoreAnswer.Snapshot) store.ask(new StoreRequest.TakeSnapshot())).view();
          OutputStream out = Files.newOutputStream(file)) {
        BackupFile.write(view, out);
      }
      put(store, 20, 30);
      before = OrderedBytesContract.dump(bytes);
    }
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 1;
    Files.write(file, damaged);
    assertThrows(IOException.class, () -> OfflineStore.restore(file, home, "test"));
    Files.write(file, whole);
    DirectoryLock lock = DirectoryLock.acquire(home);
    IOException running =
        assertThrows(IOException.class, () -> OfflineStore.restore(file, home, "test"));
    assertTrue(running.getMessage().contains("in use"), running.getMessage());
    lock.release();

    try (OrderedBytes bytes = new MemoryBytes();
        RealStore store = new RealStore(home, bytes)) {
      assertEquals(30, store.found().position());
      assertEquals(before, OrderedBytesContract.dump(bytes));
    }
  }

  private static KvCommand command(Choice draw) {
    byte[] key = bytes("key" + draw.below(300));
    return draw.chance(0.2)
        ? new KvCommand.Delete(key)
        : new KvCommand.Put(key, new byte[draw.below(300)], 0);
  }

  private static void put(RealStore store, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      KvCommand put = new KvCommand.Put(bytes("key" + i), bytes("value " + i), 0);
      assertInstanceOf(StoreAnswer.Written.class, store.ask(new StoreRequest.Write(put)));
    }
  }

  private static void backUp(Path home, int keys, Path file) throws Exception {
    try (OrderedBytes bytes = new MemoryBytes();
        RealStore store = new RealStore(home, bytes)) {
      put(store, 0, keys);
      try (StateView view =
              ((StoreAnswer.Snapshot) store.ask(new StoreRequest.TakeSnapshot())).view();
          OutputStream out = Files.newOutputStream(file)) {
        BackupFile.write(view, out);
      }
    }
  }

  /// How far it is differs, since the log is another.
  private static List<String> withoutProgress(OrderedBytes bytes) {
    List<String> all = OrderedBytesContract.dump(bytes);
    return all.subList(Math.min(1, all.size()), all.size());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
