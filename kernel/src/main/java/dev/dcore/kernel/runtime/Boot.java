package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.Entropy;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.SlotPair;
import dev.dcore.kernel.persistence.SlotPairEffect;
import dev.dcore.kernel.persistence.SlotPairInput;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads who this node is, or makes it so, and counts this start: on disk before anything else
/// happens.
final class Boot {
  static final String FILES = "identity";
  private static final int OWNER = 0;

  private final SlotFiles files;
  private final Entropy entropy;
  private final Consumer<NodeIdentity> onBooted;
  private final Consumer<String> onFailed;
  private @Nullable NodeIdentity identity;

  Boot(Disk disk, Entropy entropy, Consumer<NodeIdentity> onBooted, Consumer<String> onFailed) {
    this.entropy = entropy;
    this.files =
        new SlotFiles(disk, OWNER, new SlotPair(), FILES, SlotPair.SLOT_BYTES_MAX, this::onResult);
    this.onBooted = onBooted;
    this.onFailed = onFailed;
  }

  void start(long nowNanos) {
    files.step(nowNanos, new SlotPairInput.Load());
  }

  boolean owns(DiskEvent event) {
    return files.owns(event);
  }

  void onDisk(long nowNanos, DiskEvent event) {
    files.onDisk(nowNanos, event);
  }

  private void onResult(long nowNanos, SlotPairEffect result) {
    switch (result) {
      case SlotPairEffect.Empty _ -> store(nowNanos, new NodeIdentity(entropy.nextId(), 1));
      case SlotPairEffect.Loaded(byte[] value) ->
          store(nowNanos, NodeIdentity.decode(value).nextBoot());
      case SlotPairEffect.Damaged _ ->
          onFailed.accept(
              "both identity slots are damaged, so this directory's node cannot be told from"
                  + " another; restore identity.0 or identity.1, or start with an empty directory"
                  + " as a new member");
      case SlotPairEffect.Stored _ ->
          onBooted.accept(Invariant.present(identity, "what was stored is known"));
      case SlotPairEffect.StoreFailed(String reason) ->
          onFailed.accept("the identity cannot be kept: " + reason);
      case SlotPairEffect.ReadSlot _,
          SlotPairEffect.WriteSlot _,
          SlotPairEffect.SyncSlot _,
          SlotPairEffect.SyncDirectory _ ->
          Invariant.check(false, "an operation is no result");
    }
  }

  private void store(long nowNanos, NodeIdentity next) {
    identity = next;
    files.step(nowNanos, new SlotPairInput.Store(next.encode()));
  }
}
