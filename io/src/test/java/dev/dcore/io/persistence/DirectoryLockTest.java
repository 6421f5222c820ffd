package dev.dcore.io.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One node to a directory, within a process and between processes.
final class DirectoryLockTest {
  @TempDir private Path directory;

  @Test
  void secondHolderInThisProcessIsRefusedAndHarmsNothing() throws Exception {
    Path path = directory.resolve("data");
    DirectoryLock lock = DirectoryLock.acquire(path);

    String pid = Long.toString(ProcessHandle.current().pid());
    assertRefused(path, "process " + pid);
    // To refuse must not open and close the file, which would drop the system's lock on it.
    String elsewhere = holderElsewhere(path);
    assertTrue(elsewhere.contains("in use by the node of process " + pid), elsewhere);
    lock.release();
  }

  @Test
  void holderOfAnotherProcessIsNamed() throws Exception {
    Path path = directory.resolve("data");
    Process other = start(path);
    try (var said = other.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("held", said.readLine());

      assertRefused(path, "process " + other.pid());
    } finally {
      other.destroyForcibly().waitFor();
    }
    // Killed, so that nothing was cleaned up: the system dropped the lock.
    DirectoryLock.acquire(path).release();
  }

  @Test
  void releasedDirectoryIsFree() throws IOException {
    Path path = directory.resolve("data");
    DirectoryLock.acquire(path).release();

    DirectoryLock.acquire(path).release();
  }

  @Test
  void directoryByAnotherNameIsTheSame() throws IOException {
    Path path = directory.resolve("data");
    DirectoryLock lock = DirectoryLock.acquire(path);
    Path link = Files.createSymbolicLink(directory.resolve("link"), path);

    assertRefused(link, "in use");
    lock.release();
  }

  @Test
  void fileInPlaceOfADirectoryIsRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertRefused(file, "is a file");
    assertRefused(file.resolve("below"), "cannot be made");
  }

  private static void assertRefused(Path path, String words) {
    IOException refused = assertThrows(IOException.class, () -> DirectoryLock.acquire(path));
    String sentence = refused.getMessage();
    assertTrue(sentence.contains(path.toString()), sentence);
    assertTrue(sentence.contains(words), sentence);
  }

  private static String holderElsewhere(Path path) throws IOException, InterruptedException {
    Process other = start(path);
    try (var said = other.inputReader(StandardCharsets.UTF_8)) {
      String line = said.readLine();
      return String.valueOf(line);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private static Process start(Path path) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            path.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Another process that takes the directory, and holds it until it is killed.
  static final class Holder {
    private Holder() {}

    static void main(String[] args) throws IOException, InterruptedException {
      try {
        DirectoryLock.acquire(Path.of(args[0]));
        System.out.println("held");
        Thread.sleep(Long.MAX_VALUE);
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
