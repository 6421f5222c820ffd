package dev.dcore.sim.junit;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All seeds for which a property does not hold.
final class SeedFailures extends AssertionError {
  private static final long serialVersionUID = 1L;

  /// How one seed ended.
  ///
  /// @param cause null when the property held
  record Failure(long seed, @Nullable Throwable cause) {}

  private SeedFailures(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// @param failures in the order of their seeds; at least one
  /// @param replay a command to which the seed is added
  static SeedFailures of(String replay, int runs, List<Failure> failures) {
    StringBuilder text = new StringBuilder();
    text.append(failures.size()).append(" of ").append(runs).append(" seeds fail:");
    for (Failure failure : failures) {
      text.append("\n  seed ").append(failure.seed()).append(": ").append(failure.cause());
      text.append("\n    again with: ").append(replay).append(failure.seed());
    }
    SeedFailures all = new SeedFailures(text.toString(), failures.getFirst().cause());
    failures.stream().skip(1).map(Failure::cause).forEach(all::addIfThere);
    return all;
  }

  private void addIfThere(@Nullable Throwable cause) {
    if (cause != null) {
      addSuppressed(cause);
    }
  }

  /// The command that runs one seed of this test, up to the seed.
  static String replay(Method property, boolean slow) {
    return "./dcore test -Dtest="
        + property.getDeclaringClass().getSimpleName()
        + "#"
        + property.getName()
        + (slow ? " -Ddcore.test.excludedTags=" : "")
        + " -D"
        + Seeds.SEED_PROPERTY
        + "=";
  }
}
