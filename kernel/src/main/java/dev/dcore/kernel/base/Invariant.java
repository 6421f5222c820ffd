package dev.dcore.kernel.base;

import org.jspecify.annotations.Nullable;

/// Checks that hold in production too: a node that finds itself in an impossible state stops rather
/// than spreads it.
public final class Invariant {
  private Invariant() {}

  /// @throws Violation when `holds` is false
  public static void check(boolean holds, String broken) {
    if (!holds) {
      throw new Violation(broken);
    }
  }

  /// @return the value
  /// @throws Violation when it is null
  public static <T> T present(@Nullable T value, String broken) {
    if (value == null) {
      throw new Violation(broken);
    }
    return value;
  }

  /// A broken invariant. Nobody catches it but the loop, which stops the node.
  public static final class Violation extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Violation(String broken) {
      super("invariant broken: " + broken);
    }
  }
}
