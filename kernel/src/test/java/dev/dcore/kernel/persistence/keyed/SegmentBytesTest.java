package dev.dcore.kernel.persistence.keyed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.persistence.compaction.Key;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import dev.dcore.kernel.wire.Golden;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentBytesTest {
  private static final LogIdentity LOG = new LogIdentity(0x0102030405060708L, 0x1112131415161718L);
  private static final long ID = 7;
  private static final List<KeyedRecord> RECORDS =
      List.of(
          record("a", 9, KeyedRecord.Kind.PATCH, "+1"),
          record("a", 3, KeyedRecord.Kind.VALUE, "one"),
          record("b", 4, KeyedRecord.Kind.VALUE, "two"),
          record("c", 5, KeyedRecord.Kind.TOMBSTONE, ""));

  private final SegmentEncoder encoder = new SegmentEncoder(LOG, ID, 2);
  private final byte[] bytes;
  private final KeyedSegment segment;

  SegmentBytesTest() {
    RECORDS.forEach(encoder::add);
    bytes = encoder.takeChunk();
    segment = encoder.finished();
  }

  @Test
  void bytesOnDiskArePinned() throws Exception {
    Golden.check("keyed-segment", bytes);
    assertEquals(texts(RECORDS), texts(read(Golden.read("keyed-segment"), segment, bytes.length)));
    Manifest manifest = new Manifest(LOG, 8, 9, List.of(segment));
    Golden.check("keyed-manifest", manifest.encode());
    assertEquals(manifest, Manifest.decode(Golden.read("keyed-manifest")));
  }

  @Test
  void piecesMayEndAnywhere() throws Exception {
    for (int piece = 1; piece <= bytes.length; piece++) {
      assertEquals(texts(RECORDS), texts(read(bytes, segment, piece)));
    }
  }

  @Test
  void recordsThatChangedPlacesAreDamage() {
    int first = SegmentLayout.HEADER_BYTES;
    int a = SegmentLayout.bytes(RECORDS.get(1));
    first += SegmentLayout.bytes(RECORDS.get(0));
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, first, swapped, first + a, a);
    System.arraycopy(bytes, first + a, swapped, first, a);

    DamagedSegment damage =
        assertThrows(DamagedSegment.class, () -> read(swapped, segment, bytes.length));

    assertEquals(first, damage.offset());
  }

  @Test
  void aSegmentOfAnotherLogOrOfAnotherNumberIsDamage() {
    for (SegmentEncoder other :
        List.of(
            new SegmentEncoder(new LogIdentity(1, 2), ID, 2), new SegmentEncoder(LOG, ID + 1, 2))) {
      RECORDS.forEach(other::add);
      byte[] foreign = other.takeChunk();
      assertThrows(DamagedSegment.class, () -> read(foreign, segment, foreign.length));
    }
  }

  @Test
  void anOlderSegmentOfTheSameNumberIsDamage() {
    SegmentEncoder older = new SegmentEncoder(LOG, ID, 2);
    RECORDS.stream().limit(3).forEach(older::add);
    older.add(record("d", 5, KeyedRecord.Kind.TOMBSTONE, ""));
    byte[] stale = older.takeChunk();

    assertThrows(DamagedSegment.class, () -> read(stale, segment, stale.length));
  }

  @Test
  void aManifestThatIsCutShortIsNone() {
    byte[] whole = new Manifest(LOG, 8, 9, List.of(segment)).encode();
    for (int length = 0; length < whole.length; length++) {
      assertNull(Manifest.decode(Arrays.copyOf(whole, length)));
    }
    assertNull(Manifest.decode(Arrays.copyOf(whole, whole.length + 1)));
  }

  private static List<KeyedRecord> read(byte[] file, KeyedSegment segment, int piece)
      throws DamagedSegment {
    SegmentDecoder decoder = new SegmentDecoder(LOG, "file", segment);
    List<KeyedRecord> records = new ArrayList<>();
    while (!decoder.complete()) {
      int from = (int) decoder.position();
      assertTrue(from < file.length, "it asks for what there is");
      decoder.take(
          Arrays.copyOfRange(file, from, Math.min(file.length, from + piece)), records::add);
    }
    return records;
  }

  private static List<String> texts(List<KeyedRecord> records) {
    return records.stream()
        .map(
            each ->
                each.key()
                    + " "
                    + each.sequence()
                    + " "
                    + each.nanos()
                    + " "
                    + each.kind()
                    + " "
                    + new String(each.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static KeyedRecord record(
      String key, long sequence, KeyedRecord.Kind kind, String value) {
    return new KeyedRecord(
        new Key(key.getBytes(StandardCharsets.UTF_8)),
        sequence,
        sequence * 1_000,
        kind,
        value.getBytes(StandardCharsets.UTF_8));
  }
}
