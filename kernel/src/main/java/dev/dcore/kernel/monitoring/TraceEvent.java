package dev.dcore.kernel.monitoring;

/// Something a protocol did or decided, as data. Logs, metrics, golden files, trace hashes and the
/// dashboard all render the same events. Each package owns a sealed family of them.
public interface TraceEvent {
  /// A stable name in kebab case, such as `probe-failed`.
  String name();

  /// How much a reader wants to see of it.
  default Level level() {
    return Level.DETAIL;
  }

  /// Names each field, in a stable order.
  void describe(TraceFields fields);

  /// For whom an event is.
  enum Level {
    /// The mechanics: every message and timer.
    STEP,
    /// What a developer of the protocol follows.
    DETAIL,
    /// What an operator wants in the log of a healthy node.
    NOTABLE,
    /// What an operator has to look at.
    WARNING
  }
}
