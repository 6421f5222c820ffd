package dev.dcore.kernel.runtime;

import dev.dcore.kernel.store.Applied;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Who waits for an entry to be carried out: writers for their own, readers for all that their read
/// must see.
final class GroupWaiters {
  private record Writer(long ticket, long index, long term) {}

  private record Reader(long ticket, long index, long order, Supplier<GroupAnswer> reading) {}

  private final BiConsumer<Long, GroupAnswer> answers;
  private final Deque<Writer> writers = new ArrayDeque<>();
  private final PriorityQueue<Reader> readers =
      new PriorityQueue<>(
          (left, right) ->
              left.index() == right.index()
                  ? Long.compare(left.order(), right.order())
                  : Long.compare(left.index(), right.index()));
  private long readersCame;

  GroupWaiters(BiConsumer<Long, GroupAnswer> answers) {
    this.answers = answers;
  }

  void addWriter(long ticket, long index, long term) {
    writers.add(new Writer(ticket, index, term));
  }

  /// @param reading answers from the state as it is then
  void addReader(long ticket, long index, Supplier<GroupAnswer> reading) {
    readers.add(new Reader(ticket, index, readersCame++, reading));
  }

  /// The entry of this index was carried out.
  void onApplied(long index, long term, Applied applied) {
    while (!writers.isEmpty() && writers.getFirst().index() <= index) {
      Writer writer = writers.removeFirst();
      boolean own = writer.index() == index && writer.term() == term;
      answers.accept(
          writer.ticket(),
          own
              ? new GroupAnswer.Written(applied)
              : new GroupAnswer.NotLeader("another leader's entry took its place", null));
    }
  }

  /// The state is that of this index.
  void onState(long index) {
    while (!readers.isEmpty() && readers.peek().index() <= index) {
      Reader reader = readers.remove();
      answers.accept(reader.ticket(), reader.reading().get());
    }
  }

  /// What was accepted may be carried out or not; nobody here will know.
  void onLeadershipLost() {
    List<Writer> lost = new ArrayList<>(writers);
    writers.clear();
    lost.forEach(
        writer ->
            answers.accept(
                writer.ticket(),
                new GroupAnswer.Indeterminate("the leadership was lost meanwhile")));
  }

  void onStopped(String reason) {
    List<Writer> lostWriters = new ArrayList<>(writers);
    List<Reader> lostReaders = new ArrayList<>(readers);
    writers.clear();
    readers.clear();
    lostWriters.forEach(
        writer -> answers.accept(writer.ticket(), new GroupAnswer.Indeterminate(reason)));
    lostReaders.forEach(
        reader -> answers.accept(reader.ticket(), new GroupAnswer.Rejected(reason)));
  }
}
