package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import org.jspecify.annotations.Nullable;

/// Drives the job of one lane: one operation at a time, no sooner than the throttle allows.
final class Work<J extends Job> {
  private final Lane lane;
  private final @Nullable Throttle throttle;
  private @Nullable J job;
  private @Nullable FileOperation held;
  private boolean underWay;

  Work(Lane lane, @Nullable Throttle throttle) {
    this.lane = lane;
    this.throttle = throttle;
  }

  @Nullable J job() {
    return job;
  }

  boolean underWay() {
    return underWay;
  }

  void start(J started) {
    Invariant.check(job == null, "one at a time in lane " + lane);
    job = started;
  }

  /// Forgets the job; none of its operations is under way.
  void stop() {
    Invariant.check(!underWay, "an operation is under way in lane " + lane);
    job = null;
    held = null;
  }

  /// @return whether the job neither has an operation under way nor wants one
  boolean drive(long nowNanos, Effects<KeyedLogEffect> effects) {
    J current = job;
    if (current == null || underWay) {
      return false;
    }
    FileOperation operation = held == null ? current.next() : held;
    held = null;
    if (operation == null) {
      return true;
    }
    if (throttle != null && operation.bytes() > 0) {
      if (nowNanos < throttle.freeAtNanos()) {
        held = operation;
        effects.add(new KeyedLogEffect.WakeAt(throttle.freeAtNanos()));
        return false;
      }
      throttle.charge(nowNanos, operation.bytes());
    }
    underWay = true;
    effects.add(new KeyedLogEffect.Operate(lane, operation));
    return false;
  }

  /// @return why the operation failed, or null
  @Nullable String onResult(FileResult result) throws DamagedSegment {
    Invariant.check(underWay, "a result of an operation that was asked for");
    underWay = false;
    J current = Invariant.present(job, "a job has the operation");
    return switch (result) {
      case FileResult.Done _ -> null;
      case FileResult.Bytes(byte[] bytes) -> {
        current.onBytes(bytes);
        yield null;
      }
      case FileResult.Failed(String reason) -> reason;
      case FileResult.Listed _ -> throw new IllegalStateException("a job lists nothing");
    };
  }
}
