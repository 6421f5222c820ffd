package dev.dcore.kernel.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Replicas that applied the same entries are the same bytes, whichever was restored from a
/// snapshot at whatever place; and a command in a session has one effect, however often it is in
/// the log.
class ReplicasTest {
  private static final SessionLimits SESSIONS = new SessionLimits(4, 6);
  private static final ReplicatedState.Config CONFIG =
      new ReplicatedState.Config(SESSIONS, 30, 900, 1 << 20);

  private static final class Replica {
    final MemoryBytes bytes = new MemoryBytes();
    final ReplicatedState state =
        new ReplicatedState(new StateStore(bytes), new KvMachine(StoreLimits.DEFAULT), CONFIG);
  }

  private final List<Operation.Execute> sent = new ArrayList<>();
  private final List<SessionId> opened = new ArrayList<>();
  private final Map<String, byte[]> results = new LinkedHashMap<>();
  private final Map<SessionId, Long> nextSequence = new LinkedHashMap<>();
  private int repeated;
  private int rejected;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void snapshotsAndRepeatedCommandsMakeNoDifference(long seed) throws Exception {
    Choice draw = Choices.seeded(seed, "replicas").choice("entry");
    RandomKv random = new RandomKv(draw);
    Replica whole = new Replica();
    Replica restored = new Replica();
    for (long position = 1; position <= 1_500; position++) {
      if (draw.chance(0.03)) {
        restored = restore(whole);
      }
      if (draw.chance(0.1)) {
        for (Replica replica : List.of(whole, restored)) {
          step(replica, position, "configuration");
        }
        continue;
      }
      byte[] entry =
          new ReplicatedEntry(draw.below(2_000), operation(draw, random, position)).encode();
      Applied one = whole.state.apply(position, entry);
      Applied other = restored.state.apply(position, entry);
      assertEquals(describe(one), describe(other));
      check(ReplicatedEntry.decode(entry).operation(), one, position);
      assertEquals(dump(whole.bytes), dump(restored.bytes), "at " + position);
    }
    assertTrue(repeated > 50 && rejected > 50, repeated + " repeated, " + rejected + " rejected");
    assertTrue(whole.state.sessions() <= SESSIONS.sessionsMax());
  }

  private static void step(Replica replica, long position, String name) {
    if (position % 2 == 0) {
      replica.state.putSystem(position, name, KvModel.bytes("at " + position));
      assertArrayEquals(KvModel.bytes("at " + position), replica.state.system(name));
    } else {
      replica.state.pass(position);
    }
  }

  private Operation operation(Choice draw, RandomKv random, long position) {
    return switch (draw.below(20)) {
      case 0 -> new Operation.OpenSession(position * 7);
      case 1 -> new Operation.Tick();
      case 2 ->
          opened.isEmpty() || draw.chance(0.7)
              ? new Operation.OpenSession(position)
              : new Operation.CloseSession(opened.get(draw.below(opened.size())));
      case 3 -> Operation.Execute.once(KvMessages.MUTATIONS.encode(random.mutation(position)));
      case 4, 5, 6, 7, 8 ->
          sent.isEmpty()
              ? new Operation.Tick()
              : sent.get(Math.max(0, sent.size() - 1 - draw.below(20)));
      default -> opened.isEmpty() ? new Operation.OpenSession(1) : fresh(draw, random, position);
    };
  }

  private Operation.Execute fresh(Choice draw, RandomKv random, long position) {
    SessionId session = opened.get(Math.max(0, opened.size() - 1 - draw.below(6)));
    long sequence = nextSequence.merge(session, 1L, Long::sum);
    long first = Math.max(1, sequence - draw.below(SESSIONS.windowMax() + 2));
    byte[] command = KvMessages.MUTATIONS.encode(random.mutation(position));
    Operation.Execute execute = new Operation.Execute(session, sequence, first, command);
    sent.add(execute);
    return execute;
  }

  private void check(Operation operation, Applied applied, long position) {
    if (applied instanceof Applied.Opened(long _, SessionId session)) {
      assertEquals(position, session.opened());
      opened.add(session);
    }
    if (!(operation instanceof Operation.Execute execute) || execute.sequence() == 0) {
      return;
    }
    String id = execute.session() + " " + execute.sequence();
    switch (applied) {
      case Applied.Executed executed ->
          assertEquals(null, results.put(id, executed.result()), "carried out twice: " + id);
      case Applied.Repeated(long _, byte[] result) -> {
        assertArrayEquals(results.get(id), result);
        repeated++;
      }
      case Applied.Rejected _ -> rejected++;
      case Applied.Opened _, Applied.Closed _, Applied.Ticked _ -> throw new AssertionError(id);
    }
  }

  private static Replica restore(Replica from) {
    Replica replica = new Replica();
    // What it had before is not to be seen in what it becomes.
    replica.state.pass(1);
    replica.bytes.clear();
    ByteWrites writes = new ByteWrites();
    try (OrderedView view = from.state.snapshot().bytes();
        OrderedView.Cursor cursor = view.cursor(new byte[0], null, OrderedView.Order.ASCENDING)) {
      while (cursor.next()) {
        writes.put(cursor.key(), cursor.value());
      }
    }
    replica.bytes.write(writes);
    replica.state.reload();
    return replica;
  }

  private static String describe(Applied applied) {
    return switch (applied) {
      case Applied.Executed(long position, byte[] result, var written) ->
          position + " " + HexFormat.of().formatHex(result) + " " + written.size();
      case Applied.Repeated(long position, byte[] result) ->
          position + " again " + HexFormat.of().formatHex(result);
      case Applied.Opened _, Applied.Closed _, Applied.Ticked _, Applied.Rejected _ ->
          applied.toString();
    };
  }

  private static List<String> dump(MemoryBytes bytes) {
    List<String> all = new ArrayList<>();
    try (OrderedView.Cursor cursor = bytes.cursor(new byte[0], null, OrderedView.Order.ASCENDING)) {
      while (cursor.next()) {
        all.add(HexFormat.of().formatHex(cursor.key()) + HexFormat.of().formatHex(cursor.value()));
      }
    }
    return all;
  }
}
