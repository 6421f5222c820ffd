package dev.dcore.kernel.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What every [Disk] does while the power stays. What a power loss leaves is the simulator's own
/// suite, since nobody can cut the power here.
public abstract class DiskContract extends Contract<DiskHarness> {
  @Test
  void absentFileReadsAsEmpty() {
    assertArrayEquals(new byte[0], read("none"));
  }

  @Test
  void whatWasWrittenAndSyncedIsRead() {
    assertDone(disk -> disk.write(1, "f", 0, bytes(100)), 1);
    assertDone(disk -> disk.sync(2, "f"), 2);
    assertDone(disk -> disk.syncDirectory(3), 3);

    assertArrayEquals(bytes(100), read("f"));
  }

  @Test
  void whatWasWrittenIsReadBeforeItIsSynced() {
    assertDone(disk -> disk.write(1, "f", 0, bytes(100)), 1);

    assertArrayEquals(bytes(100), read("f"));
  }

  @Test
  void writesGoToTheirOffsets() {
    assertDone(disk -> disk.write(1, "f", 0, new byte[] {1, 2, 3, 4}), 1);
    assertDone(disk -> disk.write(2, "f", 2, new byte[] {9}), 2);
    assertDone(disk -> disk.write(3, "f", 4, new byte[] {5}), 3);

    assertArrayEquals(new byte[] {1, 2, 9, 4, 5}, read("f"));
  }

  @Test
  void movesCompleteInTheirOrder() {
    world.onLoop(
        disk -> {
          for (int i = 0; i < 50; i++) {
            disk.write(2L * i, "f", 0, new byte[] {(byte) i});
            disk.read(2L * i + 1, "f", 10);
          }
        });

    assertTrue(world.await(() -> world.events().size() == 100));
    for (int i = 0; i < 100; i++) {
      DiskEvent event = world.events().get(i);
      assertEquals(i, event.ticket());
      if (event instanceof DiskEvent.Read(long ticket, byte[] bytes)) {
        assertArrayEquals(new byte[] {(byte) (ticket / 2)}, bytes);
      }
    }
  }

  @Test
  void filesAreApart() {
    assertDone(disk -> disk.write(1, "f", 0, new byte[] {1}), 1);
    assertDone(disk -> disk.write(2, "g", 0, new byte[] {2}), 2);

    assertArrayEquals(new byte[] {1}, read("f"));
    assertArrayEquals(new byte[] {2}, read("g"));
  }

  @Test
  void fileOfJustTheLargestSizeIsRead() {
    assertDone(disk -> disk.write(1, "f", 0, bytes(64)), 1);

    DiskEvent event = complete(disk -> disk.read(2, "f", 64));

    assertArrayEquals(bytes(64), assertInstanceOf(DiskEvent.Read.class, event).bytes());
  }

  @Test
  void largerFileFailsToRead() {
    assertDone(disk -> disk.write(1, "f", 0, bytes(65)), 1);

    DiskEvent event = complete(disk -> disk.read(2, "f", 64));

    assertFailed(event, 2, "f");
  }

  @Test
  void partOfFileIsReadIntoTheBuffer() {
    assertDone(disk -> disk.write(1, "f", 0, bytes(100)), 1);
    ByteBuffer into = ByteBuffer.allocate(40).position(10).limit(30);

    assertEquals(new DiskEvent.Filled(2, 20), complete(disk -> disk.read(2, "f", 50, into)));

    assertEquals(10, into.position());
    byte[] read = new byte[20];
    into.get(10, read);
    assertArrayEquals(Arrays.copyOfRange(bytes(100), 50, 70), read);
  }

  @Test
  void partBeyondTheEndIsShort() {
    assertDone(disk -> disk.write(1, "f", 0, bytes(100)), 1);
    ByteBuffer into = ByteBuffer.allocate(40);

    assertEquals(new DiskEvent.Filled(2, 30), complete(disk -> disk.read(2, "f", 70, into)));
    assertEquals(new DiskEvent.Filled(3, 0), complete(disk -> disk.read(3, "f", 200, into)));
    assertEquals(new DiskEvent.Filled(4, 0), complete(disk -> disk.read(4, "none", 0, into)));
  }

  @Test
  void whatRemainsOfBufferIsWritten() {
    ByteBuffer[] made = {ByteBuffer.allocate(0)};
    world.onLoop(disk -> made[0] = disk.buffer(100));
    ByteBuffer buffer = made[0];
    buffer.put(bytes(100)).position(20).limit(50);

    assertDone(disk -> disk.write(1, "f", 5, buffer), 1);

    assertEquals(20, buffer.position());
    byte[] expected = new byte[35];
    System.arraycopy(bytes(100), 20, expected, 5, 30);
    assertArrayEquals(expected, read("f"));
  }

  @Test
  void reservedPartIsZeroAndTheRestAsItWas() {
    assertDone(disk -> disk.write(1, "d/f", 0, bytes(10)), 1);

    assertDone(disk -> disk.reserve(2, "d/f", 100), 2);
    assertDone(disk -> disk.reserve(3, "d/f", 50), 3);

    assertArrayEquals(Arrays.copyOf(bytes(10), 100), read("d/f"));
  }

  @Test
  void truncatedFileIsShorterAndNeverLonger() {
    assertDone(disk -> disk.write(1, "f", 0, bytes(100)), 1);

    assertDone(disk -> disk.truncate(2, "f", 60), 2);
    assertDone(disk -> disk.truncate(3, "f", 80), 3);
    assertDone(disk -> disk.truncate(4, "none", 80), 4);

    assertArrayEquals(bytes(60), read("f"));
    assertEquals(
        new DiskEvent.Listed(5, List.of(new DiskFile("f", 60))),
        complete(disk -> disk.list(5, Disk.ROOT)));
  }

  @Test
  void renamedFileReplacesAnother() {
    assertDone(disk -> disk.write(1, "d/f", 0, bytes(10)), 1);
    assertDone(disk -> disk.write(2, "d/g", 0, bytes(20)), 2);

    assertDone(disk -> disk.rename(3, "d/f", "d/g"), 3);
    assertDone(disk -> disk.write(4, "d/g", 10, new byte[] {7}), 4);

    assertArrayEquals(new byte[0], read("d/f"));
    assertArrayEquals(bytes(10), Arrays.copyOf(read("d/g"), 10));
    assertEquals(11, read("d/g").length);
    assertFailed(complete(disk -> disk.rename(5, "d/f", "d/g")), 5, "d/f");
  }

  @Test
  void deletedFileIsGone() {
    assertDone(disk -> disk.write(1, "f", 0, bytes(10)), 1);

    assertDone(disk -> disk.delete(2, "f"), 2);
    assertDone(disk -> disk.delete(3, "f"), 3);

    assertArrayEquals(new byte[0], read("f"));
    assertEquals(new DiskEvent.Listed(4, List.of()), complete(disk -> disk.list(4, Disk.ROOT)));
  }

  @Test
  void directoryListsItsOwnFilesByName() {
    assertDone(disk -> disk.write(1, "d/b", 0, bytes(2)), 1);
    assertDone(disk -> disk.write(2, "d/a", 0, bytes(1)), 2);
    assertDone(disk -> disk.write(3, "c", 0, bytes(3)), 3);
    assertDone(disk -> disk.syncDirectory(4, "d"), 4);

    assertEquals(
        new DiskEvent.Listed(5, List.of(new DiskFile("a", 1), new DiskFile("b", 2))),
        complete(disk -> disk.list(5, "d")));
    assertEquals(
        new DiskEvent.Listed(6, List.of(new DiskFile("c", 3))),
        complete(disk -> disk.list(6, Disk.ROOT)));
    assertEquals(new DiskEvent.Listed(7, List.of()), complete(disk -> disk.list(7, "none")));
  }

  @Test
  void syncOfWhatIsNotThereFailsAndMakesNothing() {
    assertFailed(complete(disk -> disk.sync(1, "none")), 1, "none");
    assertFailed(complete(disk -> disk.syncDirectory(2, "d")), 2, "d");

    assertEquals(new DiskEvent.Listed(3, List.of()), complete(disk -> disk.list(3, Disk.ROOT)));
  }

  @Test
  void writesGoOnWhileFileIsSynced() {
    byte[] first = bytes(100);
    byte[] second = bytes(50);
    world.onLoop(
        disk -> {
          disk.write(1, "f", 0, first);
          disk.sync(2, "f");
          disk.write(3, "f", 100, second);
          disk.sync(4, "f");
        });

    assertTrue(world.await(() -> world.events().size() == 4));
    List<Long> tickets = world.events().stream().map(DiskEvent::ticket).toList();
    assertTrue(tickets.indexOf(1L) < tickets.indexOf(2L), tickets::toString);
    assertTrue(tickets.indexOf(3L) < tickets.indexOf(4L), tickets::toString);
    assertTrue(tickets.indexOf(2L) < tickets.indexOf(4L), tickets::toString);
    assertEquals(150, read("f").length);
  }

  @Test
  void fileWithNewNameTakesItsContentAlong() {
    world.onLoop(
        disk -> {
          disk.write(1, "old", 0, bytes(10));
          disk.rename(2, "old", "new");
          disk.write(3, "new", 10, new byte[] {1});
          disk.delete(4, "old");
        });

    assertTrue(world.await(() -> world.events().size() == 4));
    assertEquals(11, read("new").length);
  }

  @Test
  void failureNamesTheFileAndSaysWhy() {
    world.breakFile("broken");

    assertFailed(complete(disk -> disk.write(1, "broken", 0, bytes(10))), 1, "broken");
    assertFailed(complete(disk -> disk.sync(2, "broken")), 2, "broken");
    assertFailed(complete(disk -> disk.read(3, "broken", 100)), 3, "broken");
  }

  @Test
  void failureOfOneFileIsNotThatOfAnother() {
    world.breakFile("broken");
    assertFailed(complete(disk -> disk.write(1, "broken", 0, bytes(10))), 1, "broken");

    assertDone(disk -> disk.write(2, "f", 0, bytes(10)), 2);
    assertArrayEquals(bytes(10), read("f"));
  }

  @Test
  void callsNeverCallBack() {
    world.breakFile("broken");
    world.onLoop(
        disk -> {
          disk.read(1, "none", 10);
          disk.write(2, "f", 0, bytes(10));
          disk.sync(3, "f");
          disk.syncDirectory(4);
          disk.read(5, "broken", 10);
          assertEquals(List.of(), world.events(), "a call to the disk called back");
        });

    assertTrue(world.await(() -> world.events().size() == 5));
  }

  private byte[] read(String file) {
    DiskEvent event = complete(disk -> disk.read(1_000, file, 1 << 20));
    return assertInstanceOf(DiskEvent.Read.class, event).bytes();
  }

  private void assertDone(Consumer<Disk> operation, long ticket) {
    assertEquals(new DiskEvent.Done(ticket), complete(operation));
  }

  private static void assertFailed(DiskEvent event, long ticket, String file) {
    DiskEvent.Failed failed = assertInstanceOf(DiskEvent.Failed.class, event);
    assertEquals(ticket, failed.ticket());
    assertTrue(failed.reason().contains(file), failed::reason);
    assertTrue(failed.reason().length() > file.length() + 4, failed::reason);
    assertFalse(failed.full(), "it is not for want of space");
  }

  private DiskEvent complete(Consumer<Disk> operation) {
    int before = world.events().size();
    world.onLoop(operation);
    assertTrue(world.await(() -> world.events().size() > before), "the operation did not complete");
    assertEquals(before + 1, world.events().size());
    return world.events().getLast();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 7 + 1);
    }
    return bytes;
  }
}
