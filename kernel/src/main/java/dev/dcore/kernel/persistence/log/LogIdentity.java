package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import java.nio.charset.StandardCharsets;

/// Which log a file belongs to, so that a file copied from elsewhere is not taken for its own.
///
/// @param high with `low`, 128 bits that no other log has
/// @param cluster the cluster whose node keeps the log; may be empty
public record LogIdentity(long high, long low, String cluster) {
  /// In UTF-8. It has a fixed place in a segment's header.
  public static final int CLUSTER_BYTES_MAX = 62;

  public LogIdentity {
    Invariant.check(
        cluster.getBytes(StandardCharsets.UTF_8).length <= CLUSTER_BYTES_MAX,
        "a cluster's name has at most " + CLUSTER_BYTES_MAX + " bytes");
  }

  /// What each batch carries of it.
  long tag() {
    return high ^ Long.rotateLeft(low, 1);
  }

  String text() {
    return String.format("%016x%016x", high, low) + (cluster.isEmpty() ? "" : " of " + cluster);
  }
}
