package dev.dcore.kernel.cluster.topology;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A place in a space in which the distance of two members is about their round trip.
///
/// ```text
/// offset  0    2    4    6        8            10      12
///         +----+----+----+--------+------------+-------+
///         | x  | y  | z  | height | adjustment | error |   binary16 each, big endian
///         +----+----+----+--------+------------+-------+
/// ```
///
/// All but the error are milliseconds. A binary16 has 11 significant bits, so what is lost in
/// packing is a twentieth of a percent, far below what coordinates promise.
///
/// @param height what every path to this member takes besides, as its last mile (Dabek et al.,
///   "Vivaldi: A Decentralized Network Coordinate System", SIGCOMM 2004, section 5.4)
/// @param adjustment half of what the space gets wrong for this member on average, see [Vivaldi]
/// @param error how far off the member thinks it is, relative to a round trip
public record Coordinate(
    double x, double y, double z, double height, double adjustment, double error) {
  /// Packed size.
  public static final int BYTES = 12;

  /// Farther than any two places on earth, in milliseconds; nobody is beyond it.
  static final double PLACE_MAX = 10_000;

  /// The least height: with none, a member could not be pushed off a place that many share.
  static final double HEIGHT_MIN = 0.01;

  /// The error of who knows nothing.
  static final double ERROR_MAX = 1.5;

  /// Where everybody begins.
  public static final Coordinate ORIGIN = new Coordinate(0, 0, 0, HEIGHT_MIN, 0, ERROR_MAX);

  /// Clamped: nothing that is computed from bounded coordinates leaves the bounds.
  ///
  /// @throws IllegalArgumentException when a part is not a number
  public Coordinate {
    if (Double.isNaN(x + y + z) || Double.isNaN(height + adjustment + error)) {
      throw new IllegalArgumentException("a coordinate's parts are numbers");
    }
    x = Math.clamp(x, -PLACE_MAX, PLACE_MAX);
    y = Math.clamp(y, -PLACE_MAX, PLACE_MAX);
    z = Math.clamp(z, -PLACE_MAX, PLACE_MAX);
    height = Math.clamp(height, HEIGHT_MIN, PLACE_MAX);
    adjustment = Math.clamp(adjustment, -PLACE_MAX, PLACE_MAX);
    error = Math.clamp(error, 0, ERROR_MAX);
  }

  /// The round trip between two members that this space foretells, in milliseconds; above zero.
  public double roundTripMillis(Coordinate other) {
    double raw = distanceMillis(other);
    double adjusted = raw + adjustment + other.adjustment;
    return adjusted > 0 ? adjusted : raw;
  }

  /// Without the adjustments: the distance of the places and both heights.
  double distanceMillis(Coordinate other) {
    return placeDistance(other) + height + other.height;
  }

  double placeDistance(Coordinate other) {
    double dx = x - other.x;
    double dy = y - other.y;
    double dz = z - other.z;
    return StrictMath.sqrt(dx * dx + dy * dy + dz * dz);
  }

  public byte[] pack() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    for (double part : new double[] {x, y, z, height, adjustment, error}) {
      bytes.putShort(Float.floatToFloat16((float) part));
    }
    return bytes.array();
  }

  /// Reads what a peer sent.
  ///
  /// @return null when it is not of this format, or not a coordinate: then there is nothing to
  ///   learn
  public static @Nullable Coordinate unpack(byte[] packed) {
    if (packed.length != BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(packed);
    double[] parts = new double[6];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Float.float16ToFloat(bytes.getShort());
      if (!Double.isFinite(parts[i])) {
        return null;
      }
    }
    return new Coordinate(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
  }
}
