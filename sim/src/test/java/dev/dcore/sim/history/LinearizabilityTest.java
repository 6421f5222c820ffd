package dev.dcore.sim.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.sim.history.KeyValueModel.Input;
import dev.dcore.sim.history.KeyValueModel.Output;
import dev.dcore.sim.junit.Run;
import dev.dcore.sim.junit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class LinearizabilityTest {
  private static final KeyValueModel MODEL = new KeyValueModel();
  private static final AtomicInteger explainedCount = new AtomicInteger();
  private static final AtomicInteger unexplainedCount = new AtomicInteger();

  private final List<Operation<Input, Output>> history = new ArrayList<>();

  @Test
  void readsMaySeeEitherSideOfAConcurrentWrite() {
    put(1, "a", 0, 10);
    put(2, "b", 20, 60);
    get(3, "a", 30, 35);
    get(4, "b", 40, 45);
    get(3, "b", 70, 80);
    assertPasses();
  }

  @Test
  void readsMustNotGoBack() {
    put(1, "a", 0, 10);
    put(2, "b", 20, 60);
    get(3, "b", 30, 35);
    get(4, "a", 40, 45);
    Verdict.Violation violation = assertFails();
    assertEquals(3, violation.stuck(), "the read of the old value is the one that fits nowhere");
    assertEquals(List.of(0, 1, 2), violation.placed());
  }

  @Test
  void aStaleReadIsFound() {
    put(1, "a", 0, 10);
    put(1, "b", 20, 30);
    get(2, "a", 40, 50);
    assertFails();
  }

  @Test
  void whatHasAnUnknownOutcomeMayTakeEffectLateOrNever() {
    put(1, "a", 0, 10);
    history.add(Operation.unknown(2, new Input.Put("k", "b"), 20));
    get(3, "a", 30, 40);
    get(3, "b", 50, 60);
    get(3, "b", 70, 80);
    assertPasses();
    get(3, "a", 90, 100);
    assertFails();
  }

  @Test
  void ofTwoComparisonsOnlyOneCanHold() {
    put(1, "a", 0, 10);
    cas(2, "a", "b", true, 20, 50);
    cas(3, "a", "c", true, 30, 60);
    assertFails();
  }

  @Test
  void touchingOperationsCountAsConcurrent() {
    put(1, "a", 0, 10);
    get(2, null, 10, 20);
    assertPasses();
  }

  @Test
  void keysAreIndependentAndTheBadOneIsNamed() {
    put(1, "a", 0, 10);
    history.add(op(2, new Input.Put("other", "x"), new Output.Done(), 0, 10));
    history.add(op(2, new Input.Get("other"), new Output.Found(null), 20, 30));
    assertEquals("other", assertFails().part());
  }

  @Test
  void aBudgetThatEndsIsNoPass() {
    put(1, "a", 0, 10);
    get(2, "a", 20, 30);
    Verdict verdict = Linearizability.check(MODEL, history, 1);
    assertEquals(new Verdict.Unknown("k", 1), verdict);
  }

  @Test
  void thePictureShowsWhatCannotBePlaced() {
    put(1, "<a>", 0, 10);
    put(1, "b", 20, 30);
    get(2, "<a>", 40, 50);
    String html = HistoryPicture.html(MODEL, assertFails());
    assertTrue(html.contains("class=\"stuck\""), html);
    assertTrue(html.contains("<b>get → &lt;a></b> of client 2"), html);
    assertTrue(html.contains("<td>2</td><td>1</td><td>put b</td><td>b</td>"), html);
  }

  /// A correct map is right whatever the schedule; and when one answer is replaced by what was
  /// never written, no order explains it.
  @Seeds(100)
  void aCorrectMapPassesAndAMadeUpAnswerDoesNot(Run run) {
    List<Operation<Input, Output>> made = generate(run.choices(), "k", 4, 60);
    assertInstanceOf(Verdict.Linearizable.class, Linearizability.check(MODEL, made));
    List<Integer> reads = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      if (made.get(i).output() instanceof Output.Found) {
        reads.add(i);
      }
    }
    int broken = reads.get(run.choices().choice("broken").below(reads.size()));
    made.set(broken, answering(made.get(broken), "never"));
    assertInstanceOf(Verdict.Violation.class, Linearizability.check(MODEL, made));
  }

  /// The search agrees with one that tries every order there is.
  @Seeds(300)
  void agreesWithTryingEveryOrder(Run run) {
    List<Operation<Input, Output>> made = generate(run.choices(), "k", 3, 6);
    Choice wrong = run.choices().choice("wrong");
    for (int i = 0; i < made.size(); i++) {
      if (made.get(i).output() instanceof Output.Found && wrong.chance(0.5)) {
        made.set(i, answering(made.get(i), "v" + wrong.below(6)));
      }
    }
    boolean explained = Linearizability.check(MODEL, made) instanceof Verdict.Linearizable;
    assertEquals(anyOrder(MODEL.initial(), made), explained, made::toString);
    (explained ? explainedCount : unexplainedCount).incrementAndGet();
  }

  @AfterAll
  static void bothAnswersWereSeen() {
    assertTrue(explainedCount.get() == 0 || unexplainedCount.get() > 10, "too few bad histories");
    assertTrue(unexplainedCount.get() == 0 || explainedCount.get() > 10, "too few good histories");
  }

  @Test
  void hundredThousandOperationsOverManyKeysTakeFewSteps() {
    Choices choices = Choices.seeded(7, "large");
    for (int key = 0; key < 1_000; key++) {
      history.addAll(generate(choices.of("key-" + key), "k" + key, 5, 100));
    }
    Collections.reverse(history);
    Verdict verdict = Linearizability.check(MODEL, history);
    assertInstanceOf(Verdict.Linearizable.class, verdict);
    assertTrue(verdict.steps() < 5_000_000, verdict::toString);
  }

  private static boolean anyOrder(KeyValueModel.Value state, List<Operation<Input, Output>> left) {
    if (left.stream().noneMatch(Operation::returned)) {
      return true;
    }
    long firstReturn = left.stream().mapToLong(Operation::returnedNanos).min().orElseThrow();
    for (Operation<Input, Output> next : left) {
      if (next.invokedNanos() <= firstReturn) {
        KeyValueModel.Value after = MODEL.apply(state, next.input(), next.output());
        List<Operation<Input, Output>> rest = new ArrayList<>(left);
        rest.remove(next);
        if (after != null && anyOrder(after, rest)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Clients of a correct map: each operation takes effect at some instant while it is open.
  private static List<Operation<Input, Output>> generate(
      Choices choices, String key, int clients, int operations) {
    Choice kind = choices.choice("kind");
    Choice length = choices.choice("length");
    Choice value = choices.choice("value");
    Choice lost = choices.choice("lost");
    record Planned(int client, Input input, long invoked, long effect, long returned) {}
    List<Planned> planned = new ArrayList<>();
    long[] free = new long[clients];
    for (int i = 0; i < operations; i++) {
      int client = i % clients;
      long invoked = free[client] + length.between(1, 10);
      long effect = invoked + length.between(0, 20);
      long returned = effect + length.between(0, 20);
      free[client] = returned + 1;
      String written = "v" + value.below(6);
      Input input =
          switch (kind.below(4)) {
            case 0 -> new Input.Put(key, written);
            case 1 -> new Input.CompareAndSet(key, "v" + value.below(6), written);
            case 2 -> new Input.Delete(key);
            default -> new Input.Get(key);
          };
      planned.add(new Planned(client, input, invoked, effect, returned));
    }
    planned.add(new Planned(0, new Input.Get(key), free[0] + 1, free[0] + 2, free[0] + 3));
    planned.sort((a, b) -> Long.compare(a.effect, b.effect));
    String held = null;
    List<Operation<Input, Output>> made = new ArrayList<>();
    for (Planned each : planned) {
      Output output = new Output.Done();
      switch (each.input) {
        case Input.Put(String _, String v) -> held = v;
        case Input.Delete _ -> held = null;
        case Input.Get _ -> output = new Output.Found(held);
        case Input.CompareAndSet(String _, String expected, String v) -> {
          boolean applies = expected != null && expected.equals(held);
          held = applies ? v : held;
          output = new Output.Compared(applies);
        }
      }
      boolean unknown = !(each.input instanceof Input.Get) && lost.chance(0.1);
      made.add(
          unknown
              ? Operation.unknown(each.client, each.input, each.invoked)
              : op(each.client, each.input, output, each.invoked, each.returned));
    }
    return made;
  }

  private static Operation<Input, Output> answering(Operation<Input, Output> read, String value) {
    return op(
        read.client(),
        read.input(),
        new Output.Found(value),
        read.invokedNanos(),
        read.returnedNanos());
  }

  private void put(int client, String value, long from, long to) {
    history.add(op(client, new Input.Put("k", value), new Output.Done(), from, to));
  }

  private void get(int client, String value, long from, long to) {
    history.add(op(client, new Input.Get("k"), new Output.Found(value), from, to));
  }

  private void cas(int client, String expected, String value, boolean held, long from, long to) {
    history.add(
        op(
            client,
            new Input.CompareAndSet("k", expected, value),
            new Output.Compared(held),
            from,
            to));
  }

  private static Operation<Input, Output> op(
      int client, Input input, Output output, long from, long to) {
    return new Operation<>(client, input, output, from, to);
  }

  private void assertPasses() {
    assertInstanceOf(Verdict.Linearizable.class, Linearizability.check(MODEL, history));
  }

  private Verdict.Violation assertFails() {
    return assertInstanceOf(Verdict.Violation.class, Linearizability.check(MODEL, history));
  }
}
