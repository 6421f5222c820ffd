package dev.dcore.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a benchmark prints.
class RowTest {
  private static final Figure START = Figure.atMost("start", "s", 4);
  private static final Figure SPEED = Figure.atLeast("speed", "× real time", 50);
  private static final Samples THREE = new Samples(List.of(3.0, 1.0, 2.0));

  @Test
  void jsonHasTheFieldsOfTheDesignAndTheSpread() throws IOException {
    Row row = new Row(START, THREE, new Baseline("an empty program", 0.5), Map.of(), null);

    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    expected.put("figure", "start");
    expected.put("value", 2.0);
    expected.put("unit", "s");
    expected.put("baseline", "an empty program");
    expected.put("ratio", 4.0);
    expected.put("target", 4.0);
    expected.put("met", true);
    expected.put("bound", "at most");
    expected.put("baselineValue", 0.5);
    expected.put("runs", 3);
    expected.put("median", 2.0);
    expected.put("min", 1.0);
    expected.put("max", 3.0);
    expected.put("error", null);
    assertEquals(List.of(expected), JSON.std.listFrom(Row.json(List.of(row))));
  }

  @Test
  void tableShowsValueSpreadTargetAndBaseline() {
    Row good = new Row(START, THREE, new Baseline("an empty program", 0.5), Map.of(), null);
    Row bad = new Row(SPEED, THREE, null, Map.of("traceHash", "abc"), null);

    assertEquals(
        """
        FIGURE  VALUE  UNIT         RUNS  MIN  MAX  TARGET  MET  BASELINE
        start   2.0    s            3     1.0  3.0  ≤ 4     yes  4.0 × an empty program (0.5 s)
        speed   2.0    × real time  3     1.0  3.0  ≥ 50    NO   -
        speed: traceHash abc
        """,
        Row.table(List.of(good, bad)));
  }

  @Test
  void withoutATargetThereIsNothingToMeet() {
    Row row = new Row(Figure.atMost("start", "s", Figure.NONE), THREE, null, Map.of(), null);

    assertEquals(
        """
        FIGURE  VALUE  UNIT  RUNS  MIN  MAX  TARGET  MET  BASELINE
        start   2.0    s     3     1.0  3.0  -       -    -
        """,
        Row.table(List.of(row)));
  }

  @Test
  void anErrorIsPrintedAndNeverMet() throws IOException {
    Row row = new Row(START, THREE, null, Map.of(), "the third did not start");

    assertFalse(row.met());
    assertTrue(Row.table(List.of(row)).contains("start: ERROR the third did not start\n"));
    Object printed = JSON.std.listFrom(Row.json(List.of(row))).getFirst();
    assertEquals("the third did not start", ((Map<?, ?>) printed).get("error"));
  }

  @Test
  void whatWasNeverMeasuredHasNoValue() throws IOException {
    Row row = new Row(START, new Samples(List.of()), null, Map.of(), "no agent starts");

    Map<?, ?> printed = (Map<?, ?>) JSON.std.listFrom(Row.json(List.of(row))).getFirst();
    assertTrue(printed.containsKey("value"));
    assertEquals(null, printed.get("value"));
    assertEquals(0, printed.get("runs"));
  }

  @Test
  void theTargetItselfIsMetOnBothSides() {
    Samples four = new Samples(List.of(4.0));
    Samples fifty = new Samples(List.of(50.0));
    assertTrue(new Row(START, four, null, Map.of(), null).met());
    assertTrue(new Row(SPEED, fifty, null, Map.of(), null).met());
    assertFalse(new Row(SPEED, four, null, Map.of(), null).met());
    assertFalse(new Row(START, fifty, null, Map.of(), null).met());
  }
}
