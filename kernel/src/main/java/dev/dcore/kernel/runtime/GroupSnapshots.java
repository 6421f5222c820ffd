package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.BuggifyPoint;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.consensus.RaftMessage;
import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.persistence.state.StateView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The states that go between replicas: the one that this leader serves, and the one that this
/// follower gathers until it is whole.
final class GroupSnapshots {
  /// A gathered state is in memory, beside this node's own: twice what a store may hold.
  static final long STAGED_BYTES_MAX = 96L << 20;

  /// What a part has at least when a buggified node makes it.
  private static final int SMALL_PART_BYTES = 512;

  private final BuggifyPoint smallParts;
  private final List<byte[]> staged = new ArrayList<>();
  private @Nullable StateView serving;
  private long stagedBytes;

  GroupSnapshots(Choices choices) {
    this.smallParts = choices.buggify("small-parts", 0.9);
  }

  /// Serves this state from now on.
  void serve(StateView view) {
    release();
    serving = view;
  }

  void release() {
    StateView last = serving;
    if (last != null) {
      last.close();
      serving = null;
    }
  }

  /// @return null when it is not the state that is served
  RaftMessage.@Nullable Chunk read(long term, RaftMessage.AskChunk asked) {
    StateView view = serving;
    if (view == null || view.position() != asked.index()) {
      return null;
    }
    StateParts.Part part =
        StateParts.read(
            view.bytes(),
            asked.after(),
            smallParts.fires() ? SMALL_PART_BYTES : StateParts.PART_BYTES);
    return new RaftMessage.Chunk(
        term, asked.index(), asked.after(), part.last(), part.content(), part.done());
  }

  /// @param first what was gathered before is void
  void stage(byte[] content, boolean first) {
    if (first) {
      staged.clear();
      stagedBytes = 0;
    }
    stagedBytes += content.length;
    Invariant.check(stagedBytes <= STAGED_BYTES_MAX, "a state has a bound");
    staged.add(content);
  }

  /// Puts what was gathered in place of what a backend holds; how far it is comes last.
  void fill(OrderedBytes bytes) {
    bytes.clear();
    ByteWrites progress = null;
    for (byte[] content : staged) {
      ByteWrites writes = StateParts.writes(content);
      progress = StateStore.takeProgress(writes, progress);
      bytes.write(writes);
    }
    if (progress != null) {
      bytes.write(progress);
    }
    staged.clear();
    stagedBytes = 0;
  }
}
