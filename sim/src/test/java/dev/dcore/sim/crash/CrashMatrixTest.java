package dev.dcore.sim.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.sim.ProjectRoot;
import dev.dcore.sim.persistence.DiskDamage;
import dev.dcore.sim.persistence.DiskFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The matrix finds each mistake that a small storage can make, and nothing where there is none.
final class CrashMatrixTest {
  private static final Path DOCUMENT = ProjectRoot.find().resolve("docs/crash-kit.md");
  private static final Path EXAMPLE =
      ProjectRoot.find().resolve("sim/src/test/java/dev/dcore/sim/crash/SavedNumberTest.java");

  /// What is forgotten when a number is saved.
  enum Mistake {
    NONE,
    NO_SYNC,
    NO_DIRECTORY_SYNC,
    NO_RENAME,
    SAID_BEFORE_IT_IS_DONE,
    FORGETS_WHEN_OPENED
  }

  /// Numbers of 600 bytes, so that they lie across two sectors.
  private record Numbers(Mistake mistake) implements CrashSubject<SavedNumberTest.History> {
    private static final int BYTES = 600;

    @Override
    public SavedNumberTest.History begin() {
      return new SavedNumberTest.History();
    }

    @Override
    public void work(CrashMachine machine, SavedNumberTest.History history) throws IOException {
      CrashFiles files = machine.files();
      for (int next = 1; next <= 4; next++) {
        history.asked = next;
        if (mistake == Mistake.SAID_BEFORE_IT_IS_DONE) {
          history.saved = next;
        }
        save(files, next);
        history.saved = next;
      }
    }

    private void save(CrashFiles files, int number) throws IOException {
      byte[] bytes = new byte[BYTES];
      Arrays.fill(bytes, (byte) number);
      String file = mistake == Mistake.NO_RENAME ? "number" : "new";
      files.write(file, 0, bytes);
      if (mistake != Mistake.NO_SYNC) {
        files.sync(file);
      }
      if (mistake != Mistake.NO_RENAME) {
        files.rename(file, "number");
      }
      if (mistake != Mistake.NO_DIRECTORY_SYNC) {
        files.syncDirectory("");
      }
    }

    @Override
    public void check(CrashMachine machine, SavedNumberTest.History history) throws IOException {
      CrashFiles files = machine.files();
      byte[] bytes = files.read("number");
      long number = bytes.length == 0 ? 0 : bytes[0];
      byte[] expected = new byte[bytes.length];
      Arrays.fill(expected, (byte) number);
      assertTrue(Arrays.equals(expected, bytes), "half of a number");
      assertTrue(number >= history.saved && number <= history.asked, "another number");
      if (mistake == Mistake.FORGETS_WHEN_OPENED && bytes.length > 0) {
        files.truncate("number", 0);
        files.write("number", 0, bytes);
        files.sync("number");
      }
    }

    @Override
    public String checkDamaged(
        CrashMachine machine, SavedNumberTest.History history, DiskDamage.Done damage)
        throws IOException {
      byte[] bytes = machine.files().read("number");
      assertTrue(bytes[(int) damage.offset()] != bytes[(int) damage.offset() == 0 ? 1 : 0]);
      return "seen";
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsEachMistakeAndNoOther(Mistake mistake) {
    CrashReport report = CrashMatrix.of(new Numbers(mistake)).withStrides(1, 50, 1).run();

    assertEquals(mistake != Mistake.NONE, report.failed() > 0, report::toString);
    if (mistake != Mistake.NONE) {
      assertThrows(AssertionError.class, report::assertPassed);
    }
  }

  @Test
  void triesEveryOperationAndEveryByte() {
    CrashReport report = CrashMatrix.of(new Numbers(Mistake.NONE)).run();

    assertEquals(4 * 4L, report.cases().get("operations of the workload"));
    assertEquals(4 * 4 + 1L, report.cases().get("crash points"));
    // After each of four writes, and before its sync, at each place within it.
    assertEquals(4 * 599L, report.cases().get("power lost, last write torn"));
    assertTrue(report.faults().containsKey(DiskFault.SECTOR_TORN));
    assertTrue(report.faults().containsKey(DiskFault.NAME_LOST));
  }

  @Test
  void flipsEveryByte() {
    CrashReport report = CrashMatrix.of(new Numbers(Mistake.NONE)).runFlips();

    report.assertPassed();
    assertEquals(600L, report.cases().get("flips: seen"));
  }

  @Test
  void oneRunIsLikeAnother() {
    CrashMatrix<?> matrix =
        CrashMatrix.of(new Numbers(Mistake.NO_SYNC)).withSeed(7).withStrides(1, 50, 1);

    assertEquals(matrix.run().toString(), matrix.run().toString());
    assertEquals(matrix.run().failures(), matrix.run().failures());
  }

  /// The document shows the test above as it is.
  @Test
  void documentShowsTheExample() throws IOException {
    String example = "```java\n" + Files.readString(EXAMPLE) + "```\n";
    String text = Files.readString(DOCUMENT);
    int from = text.indexOf("```java\n");
    int to = text.indexOf("```\n", from + 1) + 4;
    String right = text.substring(0, from) + example + text.substring(to);
    if ("rewrite".equals(System.getProperty("dcore.golden"))) {
      Files.writeString(DOCUMENT, right);
      text = right;
    }

    assertEquals(right, text, "write it anew with -Ddcore.golden=rewrite");
  }
}
