package dev.dcore.kernel.store;

/// What a user replicates: what commands do and what queries answer. All that it knows is in the
/// ordered keys that it is handed, so that checkpoints, snapshots, restarts and exactly-once are
/// not its business; it has no field that changes.
///
/// Every replica applies the same commands to the same state, and must come to the same: no clock
/// but the state's, no randomness, no hash order, nothing from outside. A configuration that
/// changes what a command does must be the same on all.
///
/// An exception that is not declared here stops the node; nothing of that command is written then.
public interface StateMachine {
  /// Carries out one command.
  ///
  /// @param state to read and to write; what is written becomes visible at once to this command,
  ///   and to everybody else when it has returned
  /// @return what whoever asked gets, kept for repeated ones; not modified by anybody
  /// @throws UnknownCommand for bytes that are no command that this version knows; nothing is
  ///   changed then, and nothing may be applied after
  byte[] apply(byte[] command, StateWriter state) throws UnknownCommand;

  /// Answers a question, and changes nothing.
  ///
  /// @throws UnknownQuery for bytes that are no question that this version knows
  byte[] query(byte[] query, StateHistory state) throws UnknownQuery;

  /// Why a command is not to be proposed, in one sentence, or empty. Asked before a command comes
  /// into the log, of bytes that anybody may have sent: what [#apply] would not know must be
  /// refused here, or it stops every replica.
  ///
  /// @param state the state that the proposer has; commands that are on their way are not in it
  String refusal(byte[] command, StateReader state);

  /// What a replica does beside this state machine; another one for each replica.
  default Companion companion() {
    return Companion.NONE;
  }
}
