package dev.dcore.kernel.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
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
  void operationsOnOneFileCompleteInTheirOrder() {
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
