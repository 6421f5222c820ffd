package dev.dcore.kernel.base;

/// The seeded randomness of one subsystem of one node.
///
/// Every draw is a pure function of (seed, node, subsystem, label, ordinal): to remove one draw, or
/// to add one under another label, does not shift the others. Confined to its node's loop.
public final class Choices {
  private final long key;
  private final String scope;
  private final ChoiceLog log;
  private final boolean buggified;

  private Choices(long key, String scope, ChoiceLog log, boolean buggified) {
    this.key = key;
    this.scope = scope;
    this.log = log;
    this.buggified = buggified;
  }

  /// Draws as a real node makes them: not recorded, and no buggify point ever fires.
  public static Choices seeded(long seed, String node) {
    return new Choices(Mix.combine(Mix.finish(seed), node), node, ChoiceLog.NONE, false);
  }

  /// Draws that `log` sees and may settle otherwise, with buggify points armed.
  public static Choices recorded(long seed, String node, ChoiceLog log, boolean buggified) {
    return new Choices(Mix.combine(Mix.finish(seed), node), node, log, buggified);
  }

  /// The draws of one subsystem, apart from those of all others.
  public Choices of(String subsystem) {
    return new Choices(Mix.combine(key, subsystem), scope + "/" + subsystem, log, buggified);
  }

  /// A labelled sequence of draws. Ask once and keep it: each call starts at ordinal 0.
  public Choice choice(String label) {
    return new Choice(Mix.combine(key, label), log.track(scope + "/" + label));
  }

  /// A place where something rare but legal can be made to happen.
  ///
  /// @param probability that it fires at a pass, in runs that arm it
  public BuggifyPoint buggify(String label, double probability) {
    if (!buggified) {
      return BuggifyPoint.OFF;
    }
    // Each run arms its own subset, so that combinations differ between seeds.
    Choice choice = choice("buggify:" + label);
    return choice.chance(BuggifyPoint.ARMED_SHARE)
        ? new BuggifyPoint(choice, probability)
        : BuggifyPoint.OFF;
  }
}
