package dev.dcore.kernel.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import org.junit.jupiter.api.Test;

class CoordinateTest {
  /// A binary16 keeps 11 bits.
  private static final double PRECISION = 1.0 / 2_048;

  @Test
  void whatIsPackedIsReadAgainUpToItsPrecision() {
    Coordinate place = new Coordinate(123.4, -0.056, 4_321, 7.7, -0.3, 0.123);
    Coordinate read = Coordinate.unpack(place.pack());
    assertNotNull(read);
    assertEquals(place.x(), read.x(), Math.abs(place.x()) * PRECISION);
    assertEquals(place.y(), read.y(), Math.abs(place.y()) * PRECISION);
    assertEquals(place.z(), read.z(), Math.abs(place.z()) * PRECISION);
    assertEquals(place.height(), read.height(), place.height() * PRECISION);
    assertEquals(place.adjustment(), read.adjustment(), 0.3 * PRECISION);
    assertEquals(place.error(), read.error(), place.error() * PRECISION);
  }

  @Test
  void whatIsNoNumberOrOfAnotherLengthIsNoCoordinate() {
    byte[] bytes = Coordinate.ORIGIN.pack();
    for (short hostile : new short[] {0x7c00, (short) 0xfc00, 0x7e00}) {
      for (int part = 0; part < 6; part++) {
        byte[] changed = bytes.clone();
        changed[2 * part] = (byte) (hostile >> 8);
        changed[2 * part + 1] = (byte) hostile;
        assertNull(Coordinate.unpack(changed));
      }
    }
    assertNull(Coordinate.unpack(new byte[0]));
    assertNull(Coordinate.unpack(new byte[Coordinate.BYTES + 1]));
  }

  @Test
  void whateverTheBytesEveryPartIsInItsBounds() {
    Choice bits = Choices.seeded(7, "test").choice("bytes");
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[Coordinate.BYTES];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) bits.bits();
      }
      Coordinate read = Coordinate.unpack(bytes);
      if (read != null) {
        assertTrue(Math.abs(read.x()) <= Coordinate.PLACE_MAX);
        assertTrue(read.height() >= Coordinate.HEIGHT_MIN);
        assertTrue(read.error() >= 0 && read.error() <= Coordinate.ERROR_MAX);
        assertTrue(Double.isFinite(read.roundTripMillis(Coordinate.ORIGIN)));
        assertTrue(read.roundTripMillis(Coordinate.ORIGIN) > 0);
      }
    }
  }
}
