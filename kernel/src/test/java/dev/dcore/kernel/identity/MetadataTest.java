package dev.dcore.kernel.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
  @Test
  void tagsAreSortedByKeyWhateverTheOrderGiven() {
    Tag zone = new Tag("zone", "a");
    Tag rack = new Tag("rack", "b");
    assertEquals(new Metadata(List.of(rack, zone)), new Metadata(List.of(zone, rack)));
    assertEquals("{rack=b, zone=a}", new Metadata(List.of(zone, rack)).asMap().toString());
  }

  @Test
  void aKeyStandsOnce() {
    List<Tag> twice = List.of(new Tag("a", "1"), new Tag("a", "2"));
    assertThrows(IllegalArgumentException.class, () -> new Metadata(twice));
  }

  @Test
  void allTagsTogetherHaveABound() {
    List<Tag> within = List.of(new Tag("a", "x".repeat(249)), new Tag("b", "x".repeat(249)));
    assertEquals(Metadata.BYTES_MAX, new Metadata(within).bytes());
    List<Tag> over = List.of(new Tag("a", "x".repeat(249)), new Tag("b", "x".repeat(250)));
    assertThrows(IllegalArgumentException.class, () -> new Metadata(over));
  }

  @Test
  void theBoundCountsBytesAndNotCharacters() {
    List<Tag> tags = List.of(new Tag("a", "\u20ac".repeat(200)));
    assertThrows(IllegalArgumentException.class, () -> new Metadata(tags));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a=b", "ä", "a\n"})
  void keysHaveAFewSafeCharacters(String key) {
    assertThrows(IllegalArgumentException.class, () -> new Tag(key, ""));
  }

  @Test
  void keysAndValuesHaveBounds() {
    assertEquals(64, new Tag("k".repeat(64), "v".repeat(256)).key().length());
    assertThrows(IllegalArgumentException.class, () -> new Tag("k".repeat(65), ""));
    assertThrows(IllegalArgumentException.class, () -> new Tag("k", "v".repeat(257)));
    assertThrows(IllegalArgumentException.class, () -> new Tag("k", "line\nbreak"));
  }
}
