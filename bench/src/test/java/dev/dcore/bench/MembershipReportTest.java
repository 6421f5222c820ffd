package dev.dcore.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.cli.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table that grows part by part.
class MembershipReportTest {
  @TempDir private Path directory;

  private static Row row(String figure, double value, @Nullable String error) {
    Samples samples = new Samples(List.of(value));
    Row row =
        new Row(Figure.atMost(figure, "s", 60), samples, Statistic.MAX, null, Map.of(), error);
    return new Compared(row, 3, 2 * value, null, null).complete();
  }

  private void put(Membership.Part part, Row row) throws CommandFailed {
    MembershipReport.in(directory).put(part, List.of(row), 12.3, "abc1234", "a machine");
  }

  private List<String> lines(String beginning) throws IOException {
    return Files.readString(directory.resolve("membership-bench.md"))
        .lines()
        .filter(line -> line.startsWith(beginning))
        .toList();
  }

  @Test
  void partsStandInTheirOrderWheneverTheyWereMeasured() throws Exception {
    put(Membership.Part.SPLIT, row("until healed", 10, null));
    put(Membership.Part.LIFE, row("until known", 61, null));
    put(Membership.Part.SPLIT, row("until healed", 11, null));

    assertEquals(
        List.of(
            "| until known | max | 1 | 3 | 61 | 122 | 0.5 | - | - | s | ≤ 60 | **no** |",
            "| until healed | max | 1 | 3 | 11 | 22 | 0.5 | - | - | s | ≤ 60 | yes |"),
        lines("| until "));
    assertEquals(2, lines("| `./dcore bench membership --part ").size());
  }

  @Test
  void aPartIsOfTheCommitFromBeforeItWasMeasured() throws Exception {
    put(Membership.Part.LIFE, row("until known", 1, null));

    String from = lines("| `./dcore bench membership --part ").getFirst();
    assertTrue(from.contains(" | `abc1234` | "), from);
  }

  @Test
  void whatCouldNotBeMeasuredIsSaidSo() throws Exception {
    put(Membership.Part.LIFE, row("until known", 1, "it never was"));

    assertTrue(lines("| until ").getFirst().endsWith("| **error** |"));
    assertEquals(List.of("- until known: **it never was**"), lines("- until "));
  }

  @Test
  void aFileOfAnotherSortIsLeftAlone() throws Exception {
    Path file = Files.writeString(directory.resolve("membership-bench.json"), "[");

    assertThrows(CommandFailed.class, () -> MembershipReport.in(directory));
    assertEquals("[", Files.readString(file));
  }
}
