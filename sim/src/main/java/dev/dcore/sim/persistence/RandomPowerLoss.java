package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;

/// What survives is drawn. Each power loss has a strength of its own, since with equal chances for
/// each sector a large write would never be lost as a whole, nor but for one sector.
///
/// Quiet values: everything that completed survives, and nothing that had not.
final class RandomPowerLoss implements PowerLoss {
  /// Shares of lost changes; the first is the quiet one.
  private static final double[] LOST = {0, 0.03, 0.2, 0.5, 0.9, 1};

  /// Of the changes that do not survive whole, how many are torn.
  private static final double[] TORN = {0, 0.2, 0.8};

  private final Choice strength;
  private final Choice sectorLost;
  private final Choice sectorTorn;
  private final Choice tornAt;
  private final Choice lengthLost;
  private final Choice nameLost;
  private final Choice underWay;
  private final Choice underWayTorn;
  private double sectors;
  private double torn;
  private double lengths;
  private double names;

  RandomPowerLoss(Choices choices) {
    this.strength = choices.choice("power-loss-strength");
    this.sectorLost = choices.choice("sector-lost");
    this.sectorTorn = choices.choice("sector-torn");
    this.tornAt = choices.choice("torn-at");
    this.lengthLost = choices.choice("length-lost");
    this.nameLost = choices.choice("name-lost");
    this.underWay = choices.choice("under-way-done");
    this.underWayTorn = choices.choice("under-way-torn");
  }

  /// Draws the strength of the next one.
  RandomPowerLoss next() {
    sectors = LOST[strength.below(LOST.length)];
    torn = TORN[strength.below(TORN.length)];
    lengths = LOST[strength.below(LOST.length)];
    names = LOST[strength.below(LOST.length)];
    return this;
  }

  @Override
  public int kept(Piece piece) {
    if (!sectorLost.chance(sectors)) {
      return piece.bytes();
    }
    return sectorTorn.chance(torn) ? tornAt.below(piece.bytes()) : 0;
  }

  @Override
  public boolean lengthKept(String file, long bytes) {
    return !lengthLost.chance(lengths);
  }

  @Override
  public boolean nameKept(String file) {
    return !nameLost.chance(names);
  }

  @Override
  public int underWay(int bytes) {
    if (!underWay.chance(0.5)) {
      return 0;
    }
    return underWayTorn.chance(0.5) ? tornAt.below(bytes + 1) : bytes;
  }
}
