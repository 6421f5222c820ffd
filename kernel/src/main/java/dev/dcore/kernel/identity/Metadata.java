package dev.dcore.kernel.identity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a node says of itself: tags, sorted by key, each key once.
///
/// @param tags at most [#BYTES_MAX] bytes in all, because every member's claim carries them in one
///   datagram
public record Metadata(List<Tag> tags) {
  /// Room for all tags; half a datagram, so that a claim and its carrier always fit one.
  public static final int BYTES_MAX = 512;

  public static final Metadata EMPTY = new Metadata(List.of());

  /// @throws IllegalArgumentException in one sentence for people
  public Metadata {
    List<Tag> sorted = new ArrayList<>(tags);
    sorted.sort(Comparator.comparing(Tag::key));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).key().equals(sorted.get(i - 1).key())) {
        throw new IllegalArgumentException("tag \"" + sorted.get(i).key() + "\" is given twice");
      }
    }
    tags = List.copyOf(sorted);
    int bytes = size(tags);
    if (bytes > BYTES_MAX) {
      throw new IllegalArgumentException(
          "tags take " + bytes + " bytes; at most " + BYTES_MAX + " fit a member's claim");
    }
  }

  public static Metadata of(Map<String, String> tags) {
    List<Tag> list = new ArrayList<>();
    tags.forEach((key, value) -> list.add(new Tag(key, value)));
    return new Metadata(list);
  }

  /// The tags of most nodes are none, which is one instance.
  public static Metadata ofTags(List<Tag> tags) {
    return tags.isEmpty() ? EMPTY : new Metadata(tags);
  }

  /// As a map, sorted by key.
  public Map<String, String> asMap() {
    Map<String, String> map = new TreeMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  /// An upper bound of the encoded size, in bytes.
  public int bytes() {
    return size(tags);
  }

  private static int size(List<Tag> tags) {
    int bytes = 0;
    for (Tag tag : tags) {
      // 6 bytes of field headers a tag; keys are ASCII.
      bytes += tag.key().length() + utf8Length(tag.value()) + 6;
    }
    return bytes;
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
