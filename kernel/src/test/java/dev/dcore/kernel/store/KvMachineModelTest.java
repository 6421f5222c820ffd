package dev.dcore.kernel.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.StateStore;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random commands against plain maps: every answer, the state at the end of each, every revision
/// that is kept.
class KvMachineModelTest {
  private static final int RETAINED = 40;
  private static final ReplicatedState.Config CONFIG =
      new ReplicatedState.Config(SessionLimits.DEFAULT, RETAINED, 1 << 20, 1 << 20);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomCommandsEqualPlainMaps(long seed) throws Exception {
    Choice draw = Choices.seeded(seed, "kv").choice("command");
    RandomKv random = new RandomKv(draw);
    KvModel model = new KvModel();
    ReplicatedState state =
        new ReplicatedState(
            new StateStore(new MemoryBytes()), new KvMachine(StoreLimits.DEFAULT), CONFIG);
    model.passed(0);
    for (long position = 1; position <= 1_500; position++) {
      model.horizon = Math.max(model.horizon, position - RETAINED);
      KvMutation mutation = random.mutation(position);
      byte[] command = KvMessages.MUTATIONS.encode(mutation);
      Applied applied =
          state.apply(
              position, new ReplicatedEntry(position, Operation.Execute.once(command)).encode());
      byte[] result = assertInstanceOf(Applied.Executed.class, applied).result();
      same(model.apply(position, mutation), result, position + " " + mutation);
      compareLatest(model, state, random, draw);
      if (position % 50 == 0) {
        comparePast(model, state);
      }
    }
  }

  private static void compareLatest(
      KvModel model, ReplicatedState state, RandomKv random, Choice draw) throws Exception {
    int limit = 1 + draw.below(15);
    KeyRange range = random.range();
    boolean descending = draw.chance(0.5);
    same(
        model.scan(model.items, range, limit, descending),
        query(state, new KvQuery.Scan(range, limit, descending, 0)),
        "scan");
    byte[] key = random.key();
    same(
        model.scan(model.items, KvOp.only(key), 1, false),
        query(state, new KvQuery.Get(key, 0)),
        "get");
    same(
        new KvAnswer.Leases(state.position(), model.leases()),
        query(state, new KvQuery.Leases(0, 1_000)),
        "leases");
  }

  private static void comparePast(KvModel model, ReplicatedState state) throws Exception {
    for (long at = Math.max(1, model.horizon - 5); at <= state.position() + 1; at++) {
      KvAnswer expected;
      if (at < model.horizon) {
        expected = new KvAnswer.Failed(state.position(), KvFailure.COMPACTED, model.horizon);
      } else if (at > state.position()) {
        expected =
            new KvAnswer.Failed(state.position(), KvFailure.FUTURE_REVISION, state.position());
      } else {
        TreeMap<String, KvItem> then = model.past.get(at);
        expected = model.scan(then, KeyRange.ALL, 100, false);
        for (KvItem item : then.values()) {
          same(
              new KvAnswer.Found(state.position(), java.util.List.of(item), false),
              query(state, new KvQuery.Get(item.key(), at)),
              "get at " + at);
        }
      }
      same(expected, query(state, new KvQuery.Scan(KeyRange.ALL, 100, false, at)), "at " + at);
    }
  }

  private static byte[] query(ReplicatedState state, KvQuery query) throws Exception {
    return state.query(KvMessages.QUERIES.encode(query));
  }

  private static void same(KvAnswer expected, byte[] actual, String what) throws Exception {
    assertEquals(expected.getClass(), KvAnswers.ANSWERS.decode(actual).getClass(), what);
    assertArrayEquals(KvAnswers.ANSWERS.encode(expected), actual, what);
  }
}
