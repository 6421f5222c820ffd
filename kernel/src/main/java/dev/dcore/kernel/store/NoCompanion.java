package dev.dcore.kernel.store;

import java.util.List;

/// Of a state machine whose state is all that there is to know.
final class NoCompanion implements Companion {
  @Override
  public void lead(long nowNanos, StateHistory state) {}

  @Override
  public void follow() {}

  @Override
  public void applied(long nowNanos, Applied applied) {}

  @Override
  public void restored(StateHistory state) {}

  @Override
  public long deadlineNanos() {
    return NEVER;
  }

  @Override
  public List<byte[]> due(long nowNanos, int max) {
    return List.of();
  }

  @Override
  public byte[] askedAsLeader(long nowNanos, byte[] question, StateHistory state)
      throws UnknownQuery {
    throw new UnknownQuery("this state machine knows nothing that is not in its state");
  }

  @Override
  public String watch(long watch, byte[] question, StateHistory state) {
    return "this state machine cannot be watched";
  }

  @Override
  public void endWatch(long watch) {}

  @Override
  public List<Long> ready() {
    return List.of();
  }

  @Override
  public List<byte[]> take(long watch) {
    return List.of();
  }
}
