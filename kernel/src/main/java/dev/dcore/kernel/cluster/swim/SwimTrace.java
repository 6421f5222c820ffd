package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.monitoring.TraceFields;
import dev.dcore.kernel.transport.Address;

/// What membership shows of itself.
public sealed interface SwimTrace extends TraceEvent {
  /// A protocol period probes this member.
  record ProbeStarted(String target, long sequence) implements SwimTrace {
    @Override
    public String name() {
      return "probe-started";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("target", target).field("sequence", sequence);
    }
  }

  /// @param path `direct`, `relay` or `stream`
  record ProbeAnswered(String target, long sequence, String path, long rttNanos)
      implements SwimTrace {
    @Override
    public String name() {
      return "probe-answered";
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .field("target", target)
          .field("sequence", sequence)
          .field("path", path)
          .nanos("rtt", rttNanos);
    }
  }

  /// The direct ping had no answer in time; these relays are asked, and a stream is tried.
  record ProbeEscalated(String target, long sequence, String relays) implements SwimTrace {
    @Override
    public String name() {
      return "probe-escalated";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("target", target).field("sequence", sequence).field("relays", relays);
    }
  }

  /// One more member says that this one does not answer.
  record SuspicionConfirmed(String member, long incarnation, String accuser) implements SwimTrace {
    @Override
    public String name() {
      return "suspicion-confirmed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("member", member).field("incarnation", incarnation).field("accuser", accuser);
    }
  }

  /// This suspicion had its time here.
  ///
  /// @param accusers how many agreed
  record SuspicionExpired(String member, int accusers) implements SwimTrace {
    @Override
    public String name() {
      return "suspicion-expired";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("member", member).field("accusers", accusers);
    }
  }

  /// A member hardly answers this doubter directly.
  record MemberDoubted(String member, long incarnation, String doubter) implements SwimTrace {
    @Override
    public String name() {
      return "member-doubted";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("member", member).field("incarnation", incarnation).field("doubter", doubter);
    }
  }

  /// In time no answer, on no path.
  record ProbeFailed(String target, long sequence) implements SwimTrace {
    @Override
    public String name() {
      return "probe-failed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("target", target).field("sequence", sequence);
    }
  }

  /// The view changed.
  ///
  /// @param kind the event's kind, in lower case
  /// @param accuser the accuser's name, or empty
  record ViewChanged(String member, String kind, long incarnation, String accuser)
      implements SwimTrace {
    @Override
    public String name() {
      return "member-" + kind;
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("member", member).field("incarnation", incarnation);
      if (!accuser.isEmpty()) {
        fields.field("accuser", accuser);
      }
    }
  }

  /// Somebody accused this node, which now claims a higher incarnation.
  record Refuted(long accusedIncarnation, long incarnation, String accuser) implements SwimTrace {
    @Override
    public String name() {
      return "refuted";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .field("accused", accusedIncarnation)
          .field("incarnation", incarnation)
          .field("accuser", accuser);
    }
  }

  /// This node is accused of an incarnation that it cannot have reached; nobody honest says so.
  record AccusationIgnored(long accusedIncarnation, String accuser) implements SwimTrace {
    @Override
    public String name() {
      return "accusation-ignored";
    }

    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("accused", accusedIncarnation).field("accuser", accuser);
    }
  }

  /// Full state, or with no entries only its digest, went to this address.
  ///
  /// @param reason `join`, `period`, `reconnect`, `difference` or `reply`
  record ReconciliationSent(Address to, String reason, int entries) implements SwimTrace {
    @Override
    public String name() {
      return "reconciliation-sent";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("to", to.toString()).field("reason", reason).field("entries", entries);
    }
  }

  /// A seed let this node in, or did not answer, or refused.
  ///
  /// @param outcome one sentence
  record JoinProgress(Address seed, String outcome) implements SwimTrace {
    @Override
    public String name() {
      return "join-progress";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("seed", seed.toString()).field("outcome", outcome);
    }
  }

  /// Somebody speaks of a member that this node has buried.
  record LateClaim(String id, long incarnation, String state) implements SwimTrace {
    @Override
    public String name() {
      return "late-claim";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("id", id).field("incarnation", incarnation).field("state", state);
    }
  }

  /// Files and name servers name so many seeds now.
  ///
  /// @param trouble which of them names none and why, or empty
  record SeedsFound(int count, String trouble) implements SwimTrace {
    @Override
    public String name() {
      return "seeds-found";
    }

    @Override
    public Level level() {
      return trouble.isEmpty() ? Level.NOTABLE : Level.WARNING;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("count", count).field("trouble", trouble);
    }
  }

  /// A timer fired this late: the process was paused, so its suspicions get their time anew.
  record WokeLate(long lateNanos) implements SwimTrace {
    @Override
    public String name() {
      return "woke-late";
    }

    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.nanos("late", lateNanos);
    }
  }

  /// A claim was news, and its body is not a profile.
  record ClaimUnreadable(String member, String reason) implements SwimTrace {
    @Override
    public String name() {
      return "claim-unreadable";
    }

    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("member", member).field("reason", reason);
    }
  }

  record PhaseEntered(String phase) implements SwimTrace {
    @Override
    public String name() {
      return "phase-entered";
    }

    @Override
    public Level level() {
      return Level.NOTABLE;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.field("phase", phase);
    }
  }
}
