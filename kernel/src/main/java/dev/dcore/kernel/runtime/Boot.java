package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
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
  private static final String[] SLOT_FILES = {"identity.0", "identity.1"};

  private final Disk disk;
  private final Ports ports;
  private final SlotPair slots = new SlotPair();
  private final Consumer<NodeIdentity> onBooted;
  private final Consumer<String> onFailed;
  private @Nullable NodeIdentity identity;
  private long lastTicket;
  private boolean done;

  Boot(Ports ports, Consumer<NodeIdentity> onBooted, Consumer<String> onFailed) {
    this.ports = ports;
    this.disk = ports.disk();
    this.onBooted = onBooted;
    this.onFailed = onFailed;
  }

  boolean done() {
    return done;
  }

  void start(long nowNanos) {
    step(nowNanos, new SlotPairInput.Load());
  }

  void onDisk(long nowNanos, DiskEvent event) {
    Invariant.check(event.ticket() == lastTicket, "a completion of an unknown operation");
    step(
        nowNanos,
        switch (event) {
          case DiskEvent.Read(long _, byte[] bytes) -> new SlotPairInput.ReadDone(bytes);
          case DiskEvent.Done _ -> new SlotPairInput.Done();
          case DiskEvent.Failed(long _, String reason) -> new SlotPairInput.Failed(reason);
        });
  }

  private void step(long nowNanos, SlotPairInput input) {
    slots.step(nowNanos, input, effect -> carryOut(nowNanos, effect));
  }

  private void carryOut(long nowNanos, SlotPairEffect effect) {
    switch (effect) {
      case SlotPairEffect.ReadSlot(int slot) ->
          disk.read(++lastTicket, SLOT_FILES[slot], SlotPair.SLOT_BYTES_MAX);
      case SlotPairEffect.WriteSlot(int slot, byte[] bytes) ->
          disk.write(++lastTicket, SLOT_FILES[slot], 0, bytes);
      case SlotPairEffect.SyncSlot(int slot) -> disk.sync(++lastTicket, SLOT_FILES[slot]);
      case SlotPairEffect.SyncDirectory _ -> disk.syncDirectory(++lastTicket);
      case SlotPairEffect.Empty _ -> store(nowNanos, new NodeIdentity(ports.entropy().nextId(), 1));
      case SlotPairEffect.Loaded(byte[] value) ->
          store(nowNanos, NodeIdentity.decode(value).nextBoot());
      case SlotPairEffect.Damaged _ ->
          onFailed.accept(
              "both identity slots are damaged, so this directory's node cannot be told from"
                  + " another; restore identity.0 or identity.1, or start with an empty directory"
                  + " as a new member");
      case SlotPairEffect.Stored _ -> {
        done = true;
        onBooted.accept(Invariant.present(identity, "what was stored is known"));
      }
      case SlotPairEffect.StoreFailed(String reason) ->
          onFailed.accept("the identity cannot be kept: " + reason);
    }
  }

  private void store(long nowNanos, NodeIdentity next) {
    identity = next;
    step(nowNanos, new SlotPairInput.Store(next.encode()));
  }
}
