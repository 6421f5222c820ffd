package dev.dcore.kernel.base;

/// Sees every draw of a run, and may replace one by its quiet value: so a failing run is shrunk to
/// the few draws that matter.
@FunctionalInterface
public interface ChoiceLog {
  /// Keeps nothing, changes nothing.
  ChoiceLog NONE = (label, ordinal, drawn, quiet) -> drawn;

  /// @param label node, subsystem and label, separated by slashes
  /// @param ordinal how many draws this label made before, from 0
  /// @return the value the run shall use: `drawn`, or `quiet`
  long settle(String label, long ordinal, long drawn, long quiet);
}
