package dev.dcore.kernel.store;

import java.util.List;

/// What a replica does beside its state machine and on its own: what only a leader can know, and
/// who wants to hear of what was carried out here. Nothing of it is in the log or in the state;
/// each replica has its own, which begins empty with its process.
///
/// It hears of each position of the state once, in order. Confined to its node's loop; times are of
/// that node's monotonic clock.
public interface Companion {
  /// What [#deadlineNanos] says when it wants nothing.
  long NEVER = Long.MAX_VALUE;

  /// Of a state machine that needs none.
  Companion NONE = new NoCompanion();

  /// This node leads from now on, and the state holds all that was committed before.
  void lead(long nowNanos, StateHistory state);

  /// This node does not lead any more.
  void follow();

  /// A position was applied, of whatever kind.
  void applied(long nowNanos, Applied applied);

  /// The state was replaced by that of a later position.
  void restored(StateHistory state);

  /// When [#due] has something next, or [#NEVER].
  long deadlineNanos();

  /// Commands that the leader proposes by itself now. They need not come to be: what is not carried
  /// out is due again.
  ///
  /// @param max how many at most
  List<byte[]> due(long nowNanos, int max);

  /// Answers what only a leader knows. Who asks may ask again when no answer came. This node leads
  /// still, as of a moment after the question came.
  ///
  /// @throws UnknownQuery for bytes that are no such question
  byte[] askedAsLeader(long nowNanos, byte[] question, StateHistory state) throws UnknownQuery;

  /// Begins to collect what somebody wants to hear of.
  ///
  /// @param watch its number, which no other has
  /// @return why not, in one sentence, or empty
  /// @throws UnknownQuery for bytes that do not say what
  String watch(long watch, byte[] question, StateHistory state) throws UnknownQuery;

  /// Ends a watch, if there is such a one.
  void endWatch(long watch);

  /// Watches for which something waits, those first that wait for the longest.
  List<Long> ready();

  /// Takes what waits for a watch that [#watch] began, or some of it.
  List<byte[]> take(long watch);
}
