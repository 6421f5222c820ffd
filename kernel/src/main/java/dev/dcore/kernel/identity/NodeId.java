package dev.dcore.kernel.identity;

import dev.dcore.kernel.base.Mix;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The random 128-bit id that a node makes together with its data directory. An emptied directory
/// is another node.
public record NodeId(long high, long low) implements Comparable<NodeId> {
  private static final int DIGITS = 16;

  /// No node: the sender of a frame that has none yet.
  public static final NodeId NONE = new NodeId(0, 0);

  /// Reads what [#toString] writes.
  ///
  /// @return null when it is not 32 hexadecimal digits in lower case
  public static @Nullable NodeId parse(String text) {
    if (text.length() != 2 * DIGITS || !text.chars().allMatch(NodeId::isDigit)) {
      return null;
    }
    return new NodeId(
        HexFormat.fromHexDigitsToLong(text, 0, DIGITS),
        HexFormat.fromHexDigitsToLong(text, DIGITS, 2 * DIGITS));
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  @Override
  public int compareTo(NodeId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /// Mixed, so that tables keyed by ids spread well whatever made the ids.
  @Override
  public int hashCode() {
    return (int) Mix.combine(high, low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeId(long otherHigh, long otherLow)
        && otherHigh == high
        && otherLow == low;
  }

  /// 32 hexadecimal digits.
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
