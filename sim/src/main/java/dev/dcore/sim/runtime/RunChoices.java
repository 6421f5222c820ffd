package dev.dcore.sim.runtime;

import dev.dcore.kernel.base.ChoiceLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The choice log of one run: every draw goes through it. It keeps them when told to, and can
/// settle chosen ones to their quiet value, which leaves all others as they were.
public final class RunChoices implements ChoiceLog {
  private static final String BUGGIFY = "buggify:";

  /// One draw.
  ///
  /// @param value what the run used
  /// @param quiet what a run without surprises would have used
  public record Drawn(String label, long ordinal, long value, long quiet) {}

  private final Predicate<String> quieted;
  private final Predicate<String> kept;
  private final List<Drawn> drawn = new ArrayList<>();
  private long draws;
  private long buggified;
  private boolean buggifyOver;

  /// @param quieted labels whose draws are settled to their quiet value
  /// @param kept labels whose draws are kept for [#drawn]
  public RunChoices(Predicate<String> quieted, Predicate<String> kept) {
    this.quieted = quieted;
    this.kept = kept;
  }

  /// Draws as they come, not kept.
  public static RunChoices plain() {
    return new RunChoices(label -> false, label -> false);
  }

  @Override
  public long settle(String label, long ordinal, long drawnValue, long quiet) {
    draws++;
    long value = drawnValue;
    if (drawnValue != quiet) {
      boolean buggify = label.contains(BUGGIFY);
      if ((buggify && buggifyOver) || quieted.test(label)) {
        value = quiet;
      } else if (buggify) {
        buggified++;
      }
    }
    if (kept.test(label)) {
      drawn.add(new Drawn(label, ordinal, value, quiet));
    }
    return value;
  }

  /// From now on no buggify point fires: the liveness phase begins.
  public void endBuggify() {
    buggifyOver = true;
  }

  public long draws() {
    return draws;
  }

  /// How often a buggify point fired or was armed.
  public long buggified() {
    return buggified;
  }

  /// The draws that were kept, in order.
  public List<Drawn> drawn() {
    return drawn;
  }
}
