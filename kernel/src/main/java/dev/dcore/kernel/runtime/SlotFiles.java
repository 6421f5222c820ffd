package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.SlotPairEffect;
import dev.dcore.kernel.persistence.SlotPairInput;

/// Carries out over the disk what two slots want: the files `NAME.0` and `NAME.1`.
final class SlotFiles {
  /// Each pair of files has tickets of its own.
  private static final int TICKET_BITS = 32;

  /// Hears how a load or a store ended, at the time that the step had.
  @FunctionalInterface
  interface Results {
    void accept(long nowNanos, SlotPairEffect result);
  }

  private final Disk disk;
  private final Protocol<SlotPairInput, SlotPairEffect> slots;
  private final String name;
  private final int bytesMax;
  private final Results results;
  private final long owner;
  private long lastTicket;

  /// @param owner a number that no other user of this disk has
  /// @param bytesMax the largest file that is read
  SlotFiles(
      Disk disk,
      int owner,
      Protocol<SlotPairInput, SlotPairEffect> slots,
      String name,
      int bytesMax,
      Results results) {
    this.disk = disk;
    this.slots = slots;
    this.name = name;
    this.bytesMax = bytesMax;
    this.results = results;
    this.owner = owner;
    this.lastTicket = this.owner << TICKET_BITS;
  }

  void step(long nowNanos, SlotPairInput input) {
    slots.step(nowNanos, input, effect -> carryOut(nowNanos, effect));
  }

  /// Whether these files asked for it.
  boolean owns(DiskEvent event) {
    return event.ticket() >>> TICKET_BITS == owner;
  }

  void onDisk(long nowNanos, DiskEvent event) {
    Invariant.check(event.ticket() == lastTicket, "a completion of an unknown operation");
    step(
        nowNanos,
        switch (event) {
          case DiskEvent.Read(long _, byte[] bytes) -> new SlotPairInput.ReadDone(bytes);
          case DiskEvent.Done _ -> new SlotPairInput.Done();
          case DiskEvent.Failed(long _, String reason, boolean _) ->
              new SlotPairInput.Failed(reason);
          case DiskEvent.Filled _, DiskEvent.Listed _ ->
              throw new IllegalStateException("slots are read whole");
        });
  }

  private void carryOut(long nowNanos, SlotPairEffect effect) {
    switch (effect) {
      case SlotPairEffect.ReadSlot(int slot) -> disk.read(++lastTicket, file(slot), bytesMax);
      case SlotPairEffect.WriteSlot(int slot, byte[] bytes) ->
          disk.write(++lastTicket, file(slot), 0, bytes);
      case SlotPairEffect.SyncSlot(int slot) -> disk.sync(++lastTicket, file(slot));
      case SlotPairEffect.SyncDirectory _ -> disk.syncDirectory(++lastTicket);
      case SlotPairEffect.Empty _,
          SlotPairEffect.Loaded _,
          SlotPairEffect.Damaged _,
          SlotPairEffect.Stored _,
          SlotPairEffect.StoreFailed _ ->
          results.accept(nowNanos, effect);
    }
  }

  private String file(int slot) {
    return name + "." + slot;
  }
}
