package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.consensus.Ballot;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.SlotPair;
import dev.dcore.kernel.persistence.SlotPairEffect;
import dev.dcore.kernel.persistence.SlotPairInput;
import org.jspecify.annotations.Nullable;

/// The term and the vote on the disk, in two slots apart from the log. One store is under way at a
/// time; of those that wait the last counts, since it says all that those before it did.
final class BallotSlots {
  private static final String FILES = "ballot";
  private static final int OWNER = 2;

  /// Hears how it went, at the time that the step had.
  interface Heard {
    void loaded(long nowNanos, Ballot ballot);

    void saved(long nowNanos, Ballot ballot);

    /// It cannot be told, or not be kept.
    void failed(long nowNanos, String reason);
  }

  private final SlotFiles files;
  private final Heard heard;
  private @Nullable Ballot storing;
  private @Nullable Ballot next;
  private Ballot saved = Ballot.NONE;

  BallotSlots(Disk disk, Heard heard) {
    this.heard = heard;
    this.files =
        new SlotFiles(disk, OWNER, new SlotPair(), FILES, SlotPair.SLOT_BYTES_MAX, this::onResult);
  }

  void load(long nowNanos) {
    files.step(nowNanos, new SlotPairInput.Load());
  }

  /// What is in both slots.
  Ballot saved() {
    return saved;
  }

  void save(long nowNanos, Ballot ballot) {
    if (storing == null) {
      store(nowNanos, ballot);
    } else {
      next = ballot;
    }
  }

  boolean owns(DiskEvent event) {
    return files.owns(event);
  }

  void onDisk(long nowNanos, DiskEvent event) {
    files.onDisk(nowNanos, event);
  }

  private void store(long nowNanos, Ballot ballot) {
    storing = ballot;
    files.step(nowNanos, new SlotPairInput.Store(ballot.encode()));
  }

  private void onResult(long nowNanos, SlotPairEffect result) {
    switch (result) {
      case SlotPairEffect.Empty _ -> heard.loaded(nowNanos, Ballot.NONE);
      case SlotPairEffect.Loaded(byte[] value) -> {
        saved = Ballot.decode(value);
        heard.loaded(nowNanos, saved);
      }
      case SlotPairEffect.Damaged _ ->
          heard.failed(
              nowNanos,
              "both slots of the term and the vote are damaged, so this node may not vote under its"
                  + " id; restore ballot.0 or ballot.1, or start with an empty directory as a new"
                  + " member");
      case SlotPairEffect.Stored _ -> onStored(nowNanos);
      case SlotPairEffect.StoreFailed(String reason) ->
          heard.failed(nowNanos, "the term and the vote cannot be kept: " + reason);
      case SlotPairEffect.ReadSlot _,
          SlotPairEffect.WriteSlot _,
          SlotPairEffect.SyncSlot _,
          SlotPairEffect.SyncDirectory _ ->
          Invariant.check(false, "an operation is no result");
    }
  }

  private void onStored(long nowNanos) {
    saved = Invariant.present(storing, "what was stored is known");
    storing = null;
    Ballot waiting = next;
    next = null;
    if (waiting != null) {
      store(nowNanos, waiting);
    }
    heard.saved(nowNanos, saved);
  }
}
