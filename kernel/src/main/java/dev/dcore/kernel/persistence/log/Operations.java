package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskOperation;
import org.jspecify.annotations.Nullable;

/// Gives each operation its ticket, which says whose it is, and carries what the parts of a log say
/// to the step that is under way.
final class Operations {
  /// The parts of a log that use the disk.
  enum Part {
    RECOVERY(0),
    BATCHES(1),
    SYNC(2),
    ROTATION(3),
    PREPARATION(4),
    REMOVAL(5);

    private final int number;

    Part(int number) {
      this.number = number;
    }

    private static Part of(long ticket) {
      int number = (int) (ticket & ((1 << PART_BITS) - 1));
      for (Part part : PARTS) {
        if (part.number == number) {
          return part;
        }
      }
      throw new IllegalStateException("a ticket of no part");
    }
  }

  private static final Part[] PARTS = Part.values();
  private static final int PART_BITS = 3;

  private long asked;
  private int underWay;
  private @Nullable Effects<LogEffect> effects;

  /// For the time of one step.
  void begin(Effects<LogEffect> step) {
    effects = step;
  }

  void end() {
    effects = null;
  }

  void say(LogEffect effect) {
    Invariant.present(effects, "a part speaks within a step").add(effect);
  }

  void ask(Part part, DiskOperation operation) {
    long ticket = (++asked << PART_BITS) | part.number;
    underWay++;
    say(new LogEffect.Operation(ticket, operation));
  }

  /// Whose operation has ended.
  ///
  /// @param ticket may have anything in the bits above those that were given
  Part ended(long ticket) {
    underWay--;
    Invariant.check(underWay >= 0, "an operation ends once");
    return Part.of(ticket);
  }

  boolean idle() {
    return underWay == 0;
  }
}
