package dev.dcore.kernel.cluster.seeding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.kernel.wire.Golden;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final NodeId N1 = new NodeId(0x0123456789abcdefL, 0x0011223344556677L);
  private static final NodeId N2 = new NodeId(0xfedcba9876543210L, 0x8899aabbccddeeffL);
  private static final Snapshot SAMPLE =
      new Snapshot(
          List.of(
              new Snapshot.Living(N1, Incarnation.ofBoot(3) + 2, "n1", new Address("fe80::2", 7))),
          List.of(
              new Snapshot.Tombstone(N2, Incarnation.ofBoot(1), MemberState.DEAD, true),
              new Snapshot.Tombstone(N1, Incarnation.MAX, MemberState.LEFT, false)),
          new Snapshot.Described(
              Metadata.of(Map.of("zone", "a")), Metadata.of(Map.of("zone", "b", "rack", "7"))));

  @Test
  void bytesArePinned() throws Exception {
    Golden.check("snapshot", SAMPLE.encode());
    assertEquals(SAMPLE, Snapshot.decode(Golden.read("snapshot")));
  }

  @Test
  void theLargestFitsItsFile() {
    Snapshot.Living living =
        new Snapshot.Living(
            N1, Incarnation.MAX, "n".repeat(64), new Address("h".repeat(255), 65535));
    Snapshot.Tombstone tombstone =
        new Snapshot.Tombstone(N2, Incarnation.MAX, MemberState.LEFT, true);
    Snapshot largest =
        new Snapshot(
            Collections.nCopies(Snapshot.LIVING_MAX, living),
            Collections.nCopies(Snapshot.TOMBSTONES_MAX, tombstone),
            new Snapshot.Described(largestTags(), largestTags()));
    assertTrue(largest.encode().length < Snapshot.BYTES_MAX - 1_000);
  }

  private static Metadata largestTags() {
    return Metadata.of(Map.of("k", "v".repeat(248), "l", "v".repeat(250)));
  }

  @Test
  void whatANodeIsStartedWithAnewCountsMoreThanWhatItSaidBefore() {
    Metadata changed = SAMPLE.own().changed();
    assertEquals(changed, SAMPLE.own().atStart(SAMPLE.own().given()));
    assertEquals(Metadata.EMPTY, SAMPLE.own().atStart(Metadata.EMPTY));
    assertEquals(changed, Snapshot.EMPTY.own().atStart(changed));
  }

  @Test
  void theLivingAreNotBuried() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Snapshot.Tombstone(N1, Incarnation.ofBoot(1), MemberState.SUSPECT, false));
  }

  /// A file that was damaged and whose checksum holds all the same.
  @Test
  void anyBytesAreReadOrRefused() {
    Choice choice = Choices.seeded(1, "snapshot").choice("mutation");
    byte[] good = SAMPLE.encode();
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = good.clone();
      bytes[choice.below(bytes.length)] = (byte) choice.below(256);
      bytes[choice.below(bytes.length)] = (byte) choice.below(256);
      try {
        Snapshot _ = Snapshot.decode(bytes);
      } catch (MalformedFrame _) {
        // As it should.
      }
    }
  }
}
