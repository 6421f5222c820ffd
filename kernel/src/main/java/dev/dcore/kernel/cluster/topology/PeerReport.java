package dev.dcore.kernel.cluster.topology;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one member says of the others when it is asked.
///
/// @param coordinate its own, or null when it could not be read
/// @param rows of the members that were asked about
public record PeerReport(@Nullable Coordinate coordinate, List<Row> rows) {
  /// Who is asked about more says what it knows of the first: a report stays a small part of a
  /// stream's window.
  public static final int ROWS_MAX = 1_024;

  /// @throws IllegalArgumentException when it has too many rows
  public PeerReport {
    rows = List.copyOf(rows);
    if (rows.size() > ROWS_MAX) {
      throw new IllegalArgumentException("a report of " + rows.size() + " rows");
    }
  }

  /// One member as another one hears it. Ages are before the report was made, in nanoseconds, or -1
  /// for never.
  ///
  /// @param state what the reporter believes
  /// @param heardAgoNanos since a datagram came from the member itself
  /// @param answeredAgoNanos since it answered a direct ping
  /// @param missedAgoNanos since it did not
  /// @param roundTripNanos the last that was measured, or -1
  public record Row(
      NodeId member,
      MemberState state,
      long heardAgoNanos,
      long answeredAgoNanos,
      long missedAgoNanos,
      long roundTripNanos) {
    /// Whether the last direct ping was answered.
    public boolean reached() {
      return answeredAgoNanos >= 0 && (missedAgoNanos < 0 || answeredAgoNanos <= missedAgoNanos);
    }

    /// Whether the last direct ping was not answered.
    public boolean missed() {
      return missedAgoNanos >= 0 && !reached();
    }
  }

  /// What a member is asked.
  ///
  /// @param about whom; empty for all that it knows
  /// @param missedOnly leaves out those whom it reaches or has not tried
  public record Query(List<NodeId> about, boolean missedOnly) {
    /// @throws IllegalArgumentException when it names too many
    public Query {
      about = List.copyOf(about);
      if (about.size() > ROWS_MAX) {
        throw new IllegalArgumentException("a query about " + about.size() + " members");
      }
    }
  }
}
