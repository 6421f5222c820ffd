package dev.dcore.kernel.store;

import dev.dcore.kernel.transport.MalformedFrame;
import java.util.List;

/// Ends the leases of a leader that nobody keeps alive, and lets keys be watched on each replica.
final class KvCompanion implements Companion {
  /// Events that one watch takes at once: while they are read, others wait within the bounds of the
  /// watches.
  private static final int TAKEN_MAX = 1_024;

  private final LeaseClock leases = new LeaseClock();
  private final Watches watches;
  private final WatchLimits limits;

  KvCompanion(WatchLimits limits) {
    this.limits = limits;
    this.watches = new Watches(limits, 0);
  }

  @Override
  public void lead(long nowNanos, StateHistory state) {
    leases.lead(nowNanos, state);
  }

  @Override
  public void follow() {
    leases.follow();
  }

  @Override
  public void applied(long nowNanos, Applied applied) {
    leases.applied(nowNanos, applied);
    watches.applied(
        applied.position(),
        applied instanceof Applied.Executed executed ? executed.written() : List.of());
  }

  @Override
  public void restored(StateHistory state) {
    watches.restored(state);
  }

  @Override
  public long deadlineNanos() {
    return leases.nextNanos();
  }

  @Override
  public List<byte[]> due(long nowNanos, int max) {
    return leases.due(nowNanos, max).stream().map(KvMessages.MUTATIONS::encode).toList();
  }

  @Override
  public byte[] askedAsLeader(long nowNanos, byte[] question, StateHistory state)
      throws UnknownQuery {
    long lease;
    try {
      lease = KvMessages.KEEP_ALIVES.decode(question).lease();
    } catch (MalformedFrame e) {
      throw new UnknownQuery("a question cannot be read: " + e.reason());
    }
    long ttl = leases.keepAlive(nowNanos, lease);
    return KvAnswers.ANSWERS.encode(
        ttl == 0
            ? new KvAnswer.Failed(state.position(), KvFailure.NO_SUCH_LEASE, lease)
            : new KvAnswer.Granted(state.position(), lease, ttl));
  }

  @Override
  public String watch(long watch, byte[] question, StateHistory state) throws UnknownQuery {
    KvWatch asked;
    try {
      asked = WatchMessages.WATCHES.decode(question);
    } catch (MalformedFrame e) {
      throw new UnknownQuery("a watch cannot be read: " + e.reason());
    }
    return watches.watch(watch, asked.range(), asked.from(), state)
        ? ""
        : "this node has " + limits.watchersMax() + " watchers already; end one of them";
  }

  @Override
  public void endWatch(long watch) {
    watches.cancel(watch);
  }

  @Override
  public List<Long> ready() {
    return watches.ready();
  }

  @Override
  public List<byte[]> take(long watch) {
    return watches.take(watch, TAKEN_MAX).notices().stream()
        .map(WatchMessages.NOTICES::encode)
        .toList();
  }
}
