package dev.dcore.kernel.persistence.checkpoint;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskOperation;
import org.jspecify.annotations.Nullable;

/// The one operation that a part has under way, and the step that it speaks in. Deletions beside it
/// are nobody's concern: what is left is deleted another time.
final class Asked {
  private static final long DELETION = 1;

  private final long ticketBase;
  private long count;
  private long ticket;
  private @Nullable Effects<CheckpointEffect> effects;

  /// @param ticketBase bits of all tickets, none of them among the lower 56
  Asked(long ticketBase) {
    this.ticketBase = ticketBase;
  }

  void begin(Effects<CheckpointEffect> step) {
    effects = step;
  }

  void end() {
    effects = null;
  }

  void say(CheckpointEffect effect) {
    Invariant.present(effects, "a part speaks within a step").add(effect);
  }

  void ask(DiskOperation operation) {
    ticket = ticketBase | ++count << 1;
    say(new CheckpointEffect.Operation(ticket, operation));
  }

  void delete(String file) {
    say(
        new CheckpointEffect.Operation(
            ticketBase | ++count << 1 | DELETION, new DiskOperation.Delete(file)));
  }

  /// Whether it is the end of a deletion, and so of no interest.
  boolean wasDeletion(long ended) {
    boolean deletion = (ended & DELETION) != 0;
    Invariant.check(deletion || ended == ticket, "a completion of an unknown operation");
    return deletion;
  }
}
