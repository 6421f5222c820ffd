package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutputTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    assertEquals(
        """
        NAME  STATE
        n1    alive
        node  -
        """,
        Output.table(
            List.of(List.of("NAME", "STATE"), List.of("n1", "alive"), List.of("node", "-"))));
  }

  @Test
  void nothingIsADash() {
    assertEquals("-", Output.orDash(null));
    assertEquals("-", Output.orDash(""));
  }

  @Test
  void namesAreInTheOrderOfTheirNumbers() {
    assertEquals(
        List.of("a", "n1", "n2", "n10", "n10b"),
        Stream.of("n10", "n10b", "n2", "a", "n1").sorted(NaturalOrder.BY_NAME).toList());
  }
}
