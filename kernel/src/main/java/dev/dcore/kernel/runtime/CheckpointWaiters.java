package dev.dcore.kernel.runtime;

import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Who waits for checkpoints, each for some that begin after it asked: one that was under way has
/// not seen what it wrote.
final class CheckpointWaiters {
  /// @param missing how many checkpoints it still waits for
  /// @param begun whether the one that is under way counts
  private record Waiter(long ticket, int missing, boolean begun) {}

  private final BiConsumer<Long, StoreAnswer> answers;
  private final List<Waiter> waiters = new ArrayList<>();

  CheckpointWaiters(BiConsumer<Long, StoreAnswer> answers) {
    this.answers = answers;
  }

  void add(long ticket, int count) {
    waiters.add(new Waiter(ticket, count, false));
  }

  void onBegin() {
    waiters.replaceAll(waiter -> new Waiter(waiter.ticket(), waiter.missing(), true));
  }

  /// @return whether somebody waits for another one
  boolean onCompleted(CheckpointEffect.Completed completed) {
    List<Waiter> all = List.copyOf(waiters);
    waiters.clear();
    for (Waiter waiter : all) {
      int missing = waiter.missing() - (waiter.begun() ? 1 : 0);
      if (missing == 0) {
        answers.accept(waiter.ticket(), new StoreAnswer.Checkpointed(completed));
      } else {
        waiters.add(new Waiter(waiter.ticket(), missing, false));
      }
    }
    return !waiters.isEmpty();
  }

  void fail(String reason) {
    waiters.forEach(waiter -> answers.accept(waiter.ticket(), new StoreAnswer.Rejected(reason)));
    waiters.clear();
  }
}
