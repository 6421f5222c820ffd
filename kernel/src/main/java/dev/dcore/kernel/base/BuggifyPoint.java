package dev.dcore.kernel.base;

import org.jspecify.annotations.Nullable;

/// A place in production code where something rare but legal can be made to happen: a tiny buffer,
/// a slow path, a crash between two effects. It costs one branch when it is off, as in every real
/// node.
///
/// The idea and the name are FoundationDB's (Zhou et al., SIGMOD 2021, section 4.2).
public final class BuggifyPoint {
  /// Never fires.
  public static final BuggifyPoint OFF = new BuggifyPoint(null, 0);

  /// Of all points, the share that a run arms.
  static final double ARMED_SHARE = 0.25;

  private final @Nullable Choice choice;
  private final double probability;

  BuggifyPoint(@Nullable Choice choice, double probability) {
    this.choice = choice;
    this.probability = probability;
  }

  /// True when the rare thing shall happen now.
  public boolean fires() {
    return choice != null && choice.chance(probability);
  }
}
