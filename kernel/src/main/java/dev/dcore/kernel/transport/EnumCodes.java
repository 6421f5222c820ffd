package dev.dcore.kernel.transport;

import dev.dcore.kernel.base.Invariant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The numbers of an enum's constants on the wire: their place in a list that only ever grows at
/// its end, whatever becomes of the order in the source. Immutable.
public final class EnumCodes<E extends Enum<E>> {
  private final List<E> byCode;
  private final Map<E, Integer> codes;

  private EnumCodes(List<E> byCode) {
    this.byCode = byCode;
    this.codes = new EnumMap<>(byCode.getFirst().getDeclaringClass());
    for (int code = 0; code < byCode.size(); code++) {
      Invariant.check(codes.put(byCode.get(code), code) == null, "a constant has one code");
    }
    Invariant.check(
        byCode.size() == byCode.getFirst().getDeclaringClass().getEnumConstants().length,
        "every constant has a code");
  }

  /// @param constants in the order of their codes, from 0
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies the array and keeps no reference to it
  public static <E extends Enum<E>> EnumCodes<E> of(E... constants) {
    return new EnumCodes<>(List.of(constants));
  }

  int code(E constant) {
    return Invariant.present(codes.get(constant), "every constant has a code");
  }

  E constant(long code) {
    if (code < 0 || code >= byCode.size()) {
      throw new IllegalArgumentException("unknown constant " + code);
    }
    return byCode.get((int) code);
  }
}
