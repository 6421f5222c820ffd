package dev.dcore.sim.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// A number in a file, which a crash leaves as it was or as it was to be.
final class SavedNumberTest {
  /// The storage under test.
  record SavedNumber(CrashFiles files) {
    long load() throws IOException {
      byte[] bytes = files.read("number");
      return bytes.length == 0 ? 0 : ByteBuffer.wrap(bytes).getLong();
    }

    void save(long number) throws IOException {
      files.write("number.new", 0, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
      files.sync("number.new");
      files.rename("number.new", "number");
      files.syncDirectory("");
    }
  }

  /// What its callers know.
  static final class History {
    long asked;
    long saved;
  }

  /// A workload for it, and what must hold after a crash.
  static final class Subject implements CrashSubject<History> {
    @Override
    public History begin() {
      return new History();
    }

    @Override
    public void work(CrashMachine machine, History history) throws IOException {
      SavedNumber number = new SavedNumber(machine.files());
      for (long next = 1; next <= 5; next++) {
        history.asked = next;
        number.save(next);
        history.saved = next;
      }
    }

    @Override
    public void check(CrashMachine machine, History history) throws IOException {
      long loaded = new SavedNumber(machine.files()).load();
      assertTrue(loaded >= history.saved, () -> history.saved + " was saved, not " + loaded);
      assertTrue(loaded <= history.asked, () -> loaded + " was never saved");
    }
  }

  @Test
  void savedNumberSurvivesEveryCrash() {
    CrashMatrix.of(new Subject()).run().assertPassed();
  }
}
