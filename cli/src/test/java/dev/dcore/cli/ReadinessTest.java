package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  @Test
  void allSeeAll() {
    assertNull(
        Readiness.disagreement(
            views(List.of(row("n1", 2), row("n2", 1)), List.of(row("n2", 1), row("n1", 2)))));
  }

  @Test
  void oneDoesNotSeeTheOther() {
    assertEquals(
        "n2 does not see n1 alive",
        Readiness.disagreement(views(List.of(row("n1", 2), row("n2", 1)), List.of(row("n2", 1)))));
  }

  @Test
  void seeingAnEarlierLifeIsNotEnough() {
    assertEquals(
        "n2 does not see n1 alive",
        Readiness.disagreement(
            views(List.of(row("n1", 2), row("n2", 1)), List.of(row("n2", 1), row("n1", 1)))));
  }

  @Test
  void whoStillJoinsIsNotReady() {
    MemberRow joining = new MemberRow("n1", "n1", "alive", "joining", "a:1", 1, null, Map.of());
    assertEquals(
        "n1 is still joining",
        Readiness.disagreement(views(List.of(joining), List.of(row("n2", 1), row("n1", 1)))));
  }

  private static Map<String, List<MemberRow>> views(List<MemberRow> n1, List<MemberRow> n2) {
    Map<String, List<MemberRow>> views = new LinkedHashMap<>();
    views.put("n1", n1);
    views.put("n2", n2);
    return views;
  }

  private static MemberRow row(String name, long incarnation) {
    return new MemberRow(name, name, "alive", "up", "a:1", incarnation, null, Map.of());
  }
}
