package dev.dcore.kernel.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dcore.kernel.wire.Golden;
import dev.dcore.kernel.wire.StoreSamples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is in a log, and in the results that sessions keep, is read for ever.
class StoreBytesTest {
  @Test
  void everyMessageHasASampleWhoseBytesArePinned() throws Exception {
    for (Map.Entry<String, Operation> each : StoreSamples.operations().entrySet()) {
      byte[] bytes = new ReplicatedEntry(258, each.getValue()).encode();
      Golden.check("replicated-" + each.getKey(), bytes);
      byte[] golden = Golden.read("replicated-" + each.getKey());
      assertArrayEquals(golden, ReplicatedEntry.decode(golden).encode());
    }
    check("kv-mutation-", KvMessages.MUTATIONS, StoreSamples.mutations());
    check("kv-query-", KvMessages.QUERIES, StoreSamples.queries());
    check("kv-answer-", KvAnswers.ANSWERS, StoreSamples.answers());

    assertSampled(KvMutation.class, StoreSamples.mutations().values().stream().toList());
    assertSampled(KvQuery.class, StoreSamples.queries().values().stream().toList());
    assertSampled(Operation.class, StoreSamples.operations().values().stream().toList());
    assertEquals(9, StoreSamples.answers().size());
  }

  @Test
  void aTimeIsStampedInPlace() throws Exception {
    byte[] entry = new ReplicatedEntry(0, new Operation.OpenSession(5)).encode();
    ReplicatedEntry.stamp(entry, 77);
    assertEquals(
        new ReplicatedEntry(77, new Operation.OpenSession(5)), ReplicatedEntry.decode(entry));
  }

  private static <M> void check(String prefix, TypedBytes<M> codec, Map<String, ? extends M> all)
      throws Exception {
    for (Map.Entry<String, ? extends M> each : all.entrySet()) {
      Golden.check(prefix + each.getKey(), codec.encode(each.getValue()));
      byte[] golden = Golden.read(prefix + each.getKey());
      assertArrayEquals(golden, codec.encode(codec.decode(golden)));
    }
  }

  private static void assertSampled(Class<?> family, List<?> samples) {
    for (Class<?> each : family.getPermittedSubclasses()) {
      assertEquals(true, samples.stream().anyMatch(each::isInstance), each + " has a sample");
    }
  }
}
