package dev.dcore.kernel.cluster;

import java.util.Locale;

/// A change of one node's view.
///
/// @param kind what changed
/// @param member the member after the change
/// @param accuser the name of the member whose probe failed, or empty
public record MemberEvent(Kind kind, Member member, String accuser) {
  /// A change in which nobody accuses anybody.
  public MemberEvent(Kind kind, Member member) {
    this(kind, member, "");
  }

  /// The kinds of change. Each transition of `state` is one of the first six.
  public enum Kind {
    /// A member that was not known, or a restart of one that had left.
    JOINED,
    /// Nobody could reach it; it has until its suspicion times out.
    SUSPECTED,
    /// It answered the suspicion.
    REFUTED,
    DIED,
    LEFT,
    /// It was dead and said itself that it lives.
    REVIVED,
    /// It runs again with a higher boot number before anybody declared it dead.
    RESTARTED,
    /// Its address, phase or metadata changed.
    UPDATED,
    /// It has been dead or has left for so long that it is not listed any more.
    REAPED,
    /// It is dead or has left, and a living member with another id bears its name now; it is not
    /// listed any more.
    REPLACED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// Its name in lower case, as in traces and JSON.
    public String label() {
      return label;
    }
  }
}
