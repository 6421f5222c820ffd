package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.runtime.StoreAnswer;
import dev.dcore.kernel.runtime.StoreRequest;
import dev.dcore.sim.time.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/// Histories that stores of this kind have failed, on a node's whole store. Those of the log alone
/// are in `LogHistoriesTest`, those of keyed logs in [KeyedLogHistoriesTest].
final class StoreHistoriesTest {
  private final EventQueue queue = new EventQueue();
  private final SimDisk disk = new SimDisk(queue, Choices.seeded(3, "disk"));

  /// A log that goes by the entries that are left gives out an index twice, and the second restart
  /// takes what was written between the two for what the checkpoint holds.
  @Test
  void compactCheckpointRestartWriteRestart() {
    StoredLife first = new StoredLife(queue, disk);
    write(first, 30);
    first.await(first.ask(new StoreRequest.Compact()));
    first.await(first.ask(new StoreRequest.Checkpoint()));
    disk.losePower(PowerLoss.ofAllUnsynced());

    StoredLife second = new StoredLife(queue, disk);
    assertEquals(30, second.status().position());
    second.await(second.put("key3", "after the restart"));
    assertEquals(31, second.status().position());
    disk.losePower(PowerLoss.ofAllUnsynced());

    StoredLife third = new StoredLife(queue, disk);
    assertEquals(31, third.status().position());
    assertEquals("after the restart", third.content().get("key3"));
  }

  @Test
  void aCompactionOfSeveralWritesToOneKey() {
    StoredLife life = new StoredLife(queue, disk);
    for (int i = 1; i <= 5; i++) {
      life.await(life.put("k", "value " + i));
    }
    life.await(life.ask(new StoreRequest.Compact()));
    life.await(life.put("k", "value 6"));
    disk.losePower(PowerLoss.ofAllUnsynced());

    StoredLife after = new StoredLife(queue, disk);
    assertEquals("value 6", after.content().get("k"));
    StoreAnswer.Written seventh =
        assertInstanceOf(StoreAnswer.Written.class, after.await(after.put("k", "value 7")));
    assertTrue(seventh.toString().contains("version=7"), seventh.toString());
  }

  @Test
  void aCompactionWhileTheWriterAppends() {
    StoredLife life = new StoredLife(queue, disk);
    write(life, 40);
    long compaction = life.ask(new StoreRequest.Compact());
    List<Long> during = new ArrayList<>();
    while (life.answer(compaction) == null) {
      during.add(life.put("key" + during.size() % 50, "during " + during.size()));
      life.runNext();
    }
    during.forEach(life::await);
    assertTrue(during.size() > 5, "nothing was written while it compacted");
    SortedMap<String, String> before = life.content();
    disk.losePower(PowerLoss.ofAllUnsynced());

    StoredLife after = new StoredLife(queue, disk);
    assertEquals(before, after.content());
    assertEquals(40 + during.size(), after.status().position());
  }

  /// The checkpoint before still has the key; the log has to have its deletion.
  @Test
  void aPartialCompactionOverATombstone() {
    StoredLife life = new StoredLife(queue, disk);
    write(life, 40);
    life.await(life.ask(new StoreRequest.Compact()));
    life.await(life.delete("key7"));
    StoreAnswer.Checkpointed newest =
        assertInstanceOf(
            StoreAnswer.Checkpointed.class, life.await(life.ask(new StoreRequest.Checkpoint())));
    life.await(life.put("other", "so that the end of the prefix is durable"));
    disk.losePower(PowerLoss.ofAllUnsynced());
    disk.damage()
        .flip(String.format("checkpoint/%010d.data", newest.checkpoint().ordinal()), 40, 1);

    StoredLife after = new StoredLife(queue, disk);
    assertEquals(1, after.status().notes().size());
    assertFalse(after.content().containsKey("key7"), "the key is back");
    assertEquals("so that the end of the prefix is durable", after.content().get("other"));
  }

  private static void write(StoredLife life, int count) {
    for (int i = 0; i < count; i++) {
      life.await(life.put("key" + i, "value " + i));
    }
  }
}
