package dev.dcore.kernel.cluster;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The versions of the protocol that one member speaks, both ends included. A cluster speaks the
/// highest that all of its members speak; so members are replaced one by one, and what a new
/// version brings begins when the last old one is gone. A member that shares none with the others
/// is not let in.
///
/// @param lowest 1 or more
/// @param highest not below `lowest`
public record ProtocolRange(int lowest, int highest) {
  /// What this code speaks.
  public static final ProtocolRange OURS = new ProtocolRange(1, 1);

  private static final int VERSION_MAX = 1 << 16;

  /// @throws IllegalArgumentException in one sentence for people
  public ProtocolRange {
    if (lowest < 1 || highest < lowest || highest > VERSION_MAX) {
      throw new IllegalArgumentException(
          "protocol versions go from 1 up, not from " + lowest + " to " + highest);
    }
  }

  /// What both speak.
  ///
  /// @return null when they share none
  public static @Nullable ProtocolRange common(ProtocolRange a, ProtocolRange b) {
    int lowest = Math.max(a.lowest, b.lowest);
    int highest = Math.min(a.highest, b.highest);
    return lowest <= highest ? new ProtocolRange(lowest, highest) : null;
  }

  /// The version that a cluster of these members speaks, or 0 when they share none.
  public static int spokenBy(List<ProtocolRange> members) {
    ProtocolRange common = new ProtocolRange(1, VERSION_MAX);
    for (ProtocolRange each : members) {
      common = common(common, each);
      if (common == null) {
        return 0;
      }
    }
    return common.highest;
  }

  /// As people say it: `version 1` or `versions 1 to 3`.
  @Override
  public String toString() {
    return lowest == highest
        ? "version " + lowest
        : String.format(Locale.ROOT, "versions %d to %d", lowest, highest);
  }
}
