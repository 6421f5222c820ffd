package dev.dcore.sim.runtime;

import dev.dcore.kernel.base.ChoiceLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
  private final Track plain = this::count;
  private long draws;
  private final Map<String, Integer> buggified = new TreeMap<>();
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
  public Track track(String label) {
    boolean settled = quieted.test(label);
    boolean remembered = kept.test(label);
    int buggify = label.indexOf(BUGGIFY);
    if (buggify < 0 && !settled && !remembered) {
      return plain;
    }
    String point = buggify < 0 ? null : label.substring(buggify + BUGGIFY.length());
    if (point != null) {
      buggified.putIfAbsent(point, 0);
    }
    return new Watched(label, point, settled, remembered);
  }

  /// From now on no buggify point fires: the liveness phase begins.
  public void endBuggify() {
    buggifyOver = true;
  }

  public long draws() {
    return draws;
  }

  /// How often each buggify point fired, of those that the run came by; on all nodes together.
  public Map<String, Integer> buggified() {
    return buggified;
  }

  /// The draws that were kept, in order.
  public List<Drawn> drawn() {
    return drawn;
  }

  private long count(long ordinal, long value, long quiet) {
    draws++;
    return value;
  }

  /// A label whose draws somebody wants to see or to change.
  private final class Watched implements Track {
    private final String label;
    private final @Nullable String point;
    private final boolean settled;
    private final boolean remembered;

    Watched(String label, @Nullable String point, boolean settled, boolean remembered) {
      this.label = label;
      this.point = point;
      this.settled = settled;
      this.remembered = remembered;
    }

    @Override
    public long settle(long ordinal, long drawnValue, long quiet) {
      draws++;
      long value = settled || (point != null && buggifyOver) ? quiet : drawnValue;
      // The first draw only arms the point.
      if (point != null && value != quiet && ordinal > 0) {
        buggified.merge(point, 1, Integer::sum);
      }
      if (remembered) {
        drawn.add(new Drawn(label, ordinal, value, quiet));
      }
      return value;
    }
  }
}
