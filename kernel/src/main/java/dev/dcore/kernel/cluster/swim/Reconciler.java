package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.MalformedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings two views together at a cost that follows their difference: both divide the space of
/// hashes into ranges and go on only where the digests differ (as Merkle trees do in Dynamo,
/// DeCandia et al. 2007, section 4.7, and range-based set reconciliation, Meyer 2023).
///
/// ```text
/// A                                      B
///   -- 16 digests ------------------------>   where they differ and both have many:
///   <------------------------ 16 digests --   of each such range
///   -- ...                          ... -->   where one has few:
///   <------------------------------- rows --   id and rank of each
///   -- entries that B lacks, ids I lack -->
///   <-- entries ---------------------------
/// ```
///
/// No step remembers another: each message is answered by what it says and what this node knows
/// now. What does not fit one message is left for the next reconciliation. A message only makes
/// ranks grow or goes deeper, so it ends.
final class Reconciler {
  /// No part of a message is longer, and neither are the entries together.
  static final int PART_BYTES_MAX = 256 << 10;

  /// Up to so many rows go as rows: they take no more room than the digests of their parts.
  private static final int ROWS_MAX = 16;

  /// A whole view of up to so many members goes as rows at once: one round trip instead of two.
  private static final int FIRST_ROWS_MAX = 32;

  private static final int ID_BYTES = 16;

  /// What a state entry takes beside its claim, encoded.
  private static final int STATE_BYTES_MAX = 32;

  private final View view;
  private final Self self;
  private final Choice firstRange;

  Reconciler(View view, Self self, Choices choices) {
    this.view = view;
    this.self = self;
    this.firstRange = choices.choice("first-range");
  }

  /// What begins one.
  ///
  /// @param differs whether the views are known to differ; if not, a small message finds out
  SwimMessage.Reconcile opening(boolean differs) {
    return opening(differs, List.of());
  }

  /// @param told what the receiver has to hear
  SwimMessage.Reconcile opening(boolean differs, List<SwimMessage.StateEntry> told) {
    Answer answer = new Answer();
    told.forEach(answer::entry);
    if (!differs) {
      answer.digest(Range.ALL);
    } else if (count(Range.ALL) <= FIRST_ROWS_MAX) {
      answer.rows(Range.ALL);
    } else {
      answer.children(Range.ALL);
    }
    return answer.message(true);
  }

  /// Takes in one message.
  ///
  /// @return what it is answered with, or null
  SwimMessage.@Nullable Reconcile answer(Step step, SwimMessage.Reconcile heard)
      throws MalformedFrame {
    Answer answer = new Answer();
    Claim sender = heard.claim();
    SwimMessage.StateEntry late =
        view.onEntry(
            step, new SwimMessage.StateEntry(sender, sender.state(), NodeId.NONE), sender.left());
    if (late != null) {
      answer.entry(late);
    }
    for (SwimMessage.StateEntry entry : heard.entries()) {
      take(step, entry, answer);
    }
    if (heard.digest() != view.digest()) {
      try {
        RangeDigests.read(
            heard.digests(), (range, count, digest) -> compare(range, count, digest, answer));
        RangeRows.read(heard.rows(), (range, ranks) -> compare(range, ranks, answer));
        supply(heard.wanted(), answer);
      } catch (IllegalArgumentException e) {
        throw new MalformedFrame("reconcile: " + e.getMessage());
      }
    }
    return answer.isEmpty() && !heard.opening() ? null : answer.message(false);
  }

  /// Others need not hear of it again, but an accusation has to find the accused before it is late.
  private void take(Step step, SwimMessage.StateEntry entry, Answer answer) {
    long told = RankIndex.rank(entry.claim().incarnation(), entry.state());
    boolean accused = entry.state() != MemberState.ALIVE && !entry.claim().left();
    SwimMessage.StateEntry late = view.onEntry(step, entry, accused);
    if (late != null) {
      answer.entry(late);
    }
    NodeId id = entry.claim().id();
    if (rank(id) > told) {
      answer.entry(id);
    }
  }

  private void compare(Range range, int count, long digest, Answer answer) {
    if (!answer.first(range)) {
      return;
    }
    int own = count(range);
    if (digest == digest(range)) {
      return;
    }
    if (count == 0) {
      forEach(range, (id, _) -> answer.entry(id));
    } else if (own <= ROWS_MAX || !range.divides()) {
      answer.rows(range);
    } else if (count <= ROWS_MAX) {
      answer.digest(range);
    } else {
      answer.children(range);
    }
  }

  private void compare(Range range, Map<NodeId, Long> theirs, Answer answer) {
    if (!answer.first(range)) {
      return;
    }
    forEach(
        range,
        (id, rank) -> {
          Long told = theirs.remove(id);
          if (told == null || told < rank) {
            answer.entry(id);
          } else if (told > rank) {
            answer.want(id);
          }
        });
    // Of the rest some are known and not counted, as the replaced.
    theirs.forEach(
        (id, rank) -> {
          long known = rank(id);
          if (rank > known) {
            answer.want(id);
          } else if (rank < known) {
            answer.entry(id);
          }
        });
  }

  private void supply(byte[] wanted, Answer answer) {
    if (wanted.length % ID_BYTES != 0) {
      throw new IllegalArgumentException("ids of " + wanted.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(wanted);
    while (in.hasRemaining()) {
      answer.entry(new NodeId(in.getLong(), in.getLong()));
    }
  }

  private interface Row {
    void is(NodeId id, long rank);
  }

  private void forEach(Range range, Row row) {
    MemberTable table = view.table();
    table.forEach(range, slot -> row.is(table.id(slot), table.rank(slot)));
    if (range.contains(RankIndex.hash(self.id()))) {
      row.is(self.id(), self.rank());
    }
  }

  private int count(Range range) {
    return view.table().count(range) + (range.contains(RankIndex.hash(self.id())) ? 1 : 0);
  }

  private long digest(Range range) {
    long hash = RankIndex.hash(self.id());
    long own = range.contains(hash) ? ViewDigest.part(hash, self.rank()) : 0;
    return view.table().digest(range) + own;
  }

  /// [RankIndex#UNKNOWN] when it is not known.
  private long rank(NodeId id) {
    if (id.equals(self.id())) {
      return self.rank();
    }
    int slot = view.table().slot(id);
    return slot == MemberTable.NONE ? RankIndex.UNKNOWN : view.table().rank(slot);
  }

  /// Collects what to say, as far as there is room.
  private final class Answer {
    private final Part digests = new Part();
    private final Part rows = new Part();
    private final Part wanted = new Part();
    private final List<SwimMessage.StateEntry> entries = new ArrayList<>();
    private final Set<Range> ranges = new LinkedHashSet<>();
    private int entryBytes;

    /// One did not fit: what is left goes with the next reconciliation.
    private boolean full;

    /// Whether a range is to be looked at: once in a message, whose few kilobytes could else name
    /// the whole view ten thousand times; and as long as there is room.
    boolean first(Range range) {
      return !full && ranges.add(range);
    }

    void digest(Range range) {
      if (digests.reserve(RangeDigests.BYTES)) {
        RangeDigests.put(digests.out, range, count(range), Reconciler.this.digest(range));
      }
    }

    /// From a random one on, so that what is left out for want of room differs each time.
    void children(Range range) {
      int first = firstRange.below(Range.CHILDREN);
      for (int i = 0; i < Range.CHILDREN; i++) {
        digest(range.child((first + i) % Range.CHILDREN));
      }
    }

    void rows(Range range) {
      int count = count(range);
      if (rows.reserve(RangeRows.HEADER_BYTES + count * RangeRows.ROW_BYTES)) {
        RangeRows.header(rows.out, range, count);
        forEach(range, (id, rank) -> RangeRows.row(rows.out, id, rank));
      }
    }

    void want(NodeId id) {
      if (wanted.reserve(ID_BYTES)) {
        wanted.out.putLong(id.high()).putLong(id.low());
      }
    }

    void entry(NodeId id) {
      if (full) {
        return;
      }
      if (id.equals(self.id())) {
        entry(self.stateEntry());
        return;
      }
      int slot = view.table().slot(id);
      if (slot != MemberTable.NONE) {
        entry(view.table().stateEntry(slot));
      }
    }

    void entry(SwimMessage.StateEntry told) {
      int bytes = told.claim().bytesMax() + STATE_BYTES_MAX;
      full |= entryBytes + bytes > PART_BYTES_MAX;
      if (!full) {
        entryBytes += bytes;
        entries.add(told);
      }
    }

    boolean isEmpty() {
      return digests.isEmpty() && rows.isEmpty() && wanted.isEmpty() && entries.isEmpty();
    }

    SwimMessage.Reconcile message(boolean opening) {
      return new SwimMessage.Reconcile(
          self.claim(),
          view.digest(),
          opening,
          digests.bytes(),
          rows.bytes(),
          wanted.bytes(),
          entries);
    }
  }

  /// Grows up to [#PART_BYTES_MAX].
  private static final class Part {
    private static final int BYTES_MIN = 256;
    private ByteBuffer out = ByteBuffer.allocate(BYTES_MIN);

    /// @return whether so many more fit
    boolean reserve(int bytes) {
      if (out.position() + bytes > PART_BYTES_MAX) {
        return false;
      }
      if (out.remaining() < bytes) {
        int grown = Math.max(2 * out.capacity(), out.position() + bytes);
        out = ByteBuffer.wrap(Arrays.copyOf(out.array(), grown)).position(out.position());
      }
      return true;
    }

    boolean isEmpty() {
      return out.position() == 0;
    }

    byte[] bytes() {
      return Arrays.copyOf(out.array(), out.position());
    }
  }
}
