package dev.dcore.kernel.base;

/// Sees every draw of a run, and may replace one by its quiet value: so a failing run is shrunk to
/// the few draws that matter.
@FunctionalInterface
public interface ChoiceLog {
  /// Keeps nothing, changes nothing.
  ChoiceLog NONE = label -> (ordinal, drawn, quiet) -> drawn;

  /// Called once for each sequence of draws, so that a draw itself costs no look at its label.
  ///
  /// @param label node, subsystem and label, separated by slashes
  Track track(String label);

  /// Sees the draws of one label.
  @FunctionalInterface
  interface Track {
    /// @param ordinal how many draws this label made before, from 0
    /// @return the value the run shall use: `drawn`, or `quiet`
    long settle(long ordinal, long drawn, long quiet);
  }
}
