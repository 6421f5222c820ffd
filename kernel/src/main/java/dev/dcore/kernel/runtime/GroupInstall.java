package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.consensus.Boundary;
import dev.dcore.kernel.consensus.Entry;
import dev.dcore.kernel.persistence.log.Log;
import dev.dcore.kernel.persistence.log.LogInput;

/// Makes another node's state this node's own: it is in memory; then it is in two checkpoints; then
/// the log is cut, and begins anew with an entry that stands for all up to it. A crash before the
/// first checkpoint leaves the old state with the old log; after it, the cut is found unfinished
/// ([GroupStart#cutOff]).
final class GroupInstall {
  private enum Stage {
    KEEPING,
    CUTTING_END,
    CUTTING,
    MARKING,
    SYNCING,
    DONE
  }

  private final Boundary boundary;
  private final GroupDisk disk;
  private final GroupState state;
  private Stage stage = Stage.KEEPING;
  private long markSequence;

  GroupInstall(Boundary boundary, GroupDisk disk, GroupState state) {
    this.boundary = boundary;
    this.disk = disk;
    this.state = state;
    Invariant.check(state.position() == boundary.index(), "a state is what it was said to be");
    disk.replaced();
  }

  /// The state came from this node's own checkpoint.
  void alreadyKept() {
    stage = Stage.CUTTING_END;
  }

  Boundary boundary() {
    return boundary;
  }

  boolean done() {
    return stage == Stage.DONE;
  }

  /// @return whether it went on
  boolean advance(long nowNanos) {
    Stage before = stage;
    Log log = disk.log();
    int stream = GroupLog.STREAM;
    long index = boundary.index();
    switch (stage) {
      case KEEPING -> {
        if (disk.droppable() >= index) {
          stage = Stage.CUTTING_END;
        } else if (disk.checkpointsIdle()) {
          disk.beginCheckpoint(nowNanos, state);
        }
      }
      case CUTTING_END -> {
        if (log.lastIndex(stream) < index) {
          stage = Stage.CUTTING;
        } else if (log.acceptsTruncation(stream)) {
          long from = Math.max(index, log.firstIndex(stream));
          disk.toLog(new LogInput.TruncateSuffix(stream, from), nowNanos);
          stage = Stage.CUTTING;
        }
      }
      case CUTTING -> {
        if (log.lastIndex(stream) < log.firstIndex(stream)) {
          stage = Stage.MARKING;
        } else if (log.acceptsTruncation(stream)) {
          disk.toLog(new LogInput.TruncatePrefix(stream, log.lastIndex(stream)), nowNanos);
          stage = Stage.MARKING;
        }
      }
      case MARKING -> {
        byte[] mark =
            new Entry(
                    index, boundary.term(), Entry.Kind.SNAPSHOT, boundary.configuration().encode())
                .payload();
        if (log.accepts(stream, mark.length)) {
          markSequence = log.nextSequence();
          disk.toLog(new LogInput.Append(stream, index, mark, 0, mark.length), nowNanos);
          stage = Stage.SYNCING;
        }
      }
      case SYNCING -> {
        if (log.acknowledged() >= markSequence) {
          stage = Stage.DONE;
        }
      }
      case DONE -> {}
    }
    return stage != before;
  }
}
