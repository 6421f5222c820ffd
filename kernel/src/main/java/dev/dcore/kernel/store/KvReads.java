package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.OrderedView.Order;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What reads of keys and values find, in commands and in questions.
final class KvReads {
  /// Keys of one scan: a page for people, and a step of a millisecond.
  static final int SCAN_KEYS_MAX = 1_000;

  /// Bytes of one answer: it fits a message and a record of the log with room to spare. Part of
  /// what a transaction means, so the same on all replicas.
  static final int ANSWER_BYTES_MAX = 1 << 20;

  /// What the numbers of a key take in an answer.
  private static final int ITEM_OVERHEAD_BYTES = 32;

  /// What is read at once, so that not much is read that the answer has no room for.
  private static final int PAGE = 32;

  private KvReads() {}

  /// Where entries of a range come from: the latest ones, or those of a position.
  @FunctionalInterface
  interface Source {
    List<Entry> list(KeyRange range, int limit, Order order);
  }

  static @Nullable KvItem item(StateReader state, byte[] key) {
    Entry found = state.entry(KvKeys.data(key));
    return found == null ? null : KvKeys.item(found);
  }

  static KvAnswer.Found found(long revision, @Nullable KvItem item) {
    return new KvAnswer.Found(revision, item == null ? List.of() : List.of(item), false);
  }

  /// As many as the limit and the size of an answer allow, and one in any case.
  static KvAnswer.Found scan(
      long revision, Source source, KeyRange range, int limit, boolean descending) {
    Order order = descending ? Order.DESCENDING : Order.ASCENDING;
    int keysMax = Math.min(limit, SCAN_KEYS_MAX);
    List<KvItem> items = new ArrayList<>();
    long bytes = 0;
    KeyRange rest = KvKeys.data(range);
    while (true) {
      List<Entry> page = source.list(rest, PAGE, order);
      for (Entry entry : page) {
        KvItem item = KvKeys.item(entry);
        bytes += bytes(item);
        if (items.size() == keysMax || (!items.isEmpty() && bytes > ANSWER_BYTES_MAX)) {
          return new KvAnswer.Found(revision, items, true);
        }
        items.add(item);
      }
      if (page.size() < PAGE) {
        return new KvAnswer.Found(revision, items, false);
      }
      byte[] last = page.getLast().key();
      rest = descending ? new KeyRange(rest.from(), last) : rest.after(last);
    }
  }

  static long bytes(KvAnswer.Found found) {
    long bytes = 0;
    for (KvItem item : found.items()) {
      bytes += bytes(item);
    }
    return bytes;
  }

  private static long bytes(KvItem item) {
    return (long) ITEM_OVERHEAD_BYTES + item.key().length + item.value().length;
  }
}
