package dev.dcore.kernel.persistence;

/// What a [SlotPair] wants done. It has one operation under way at a time, so that nothing it says
/// after a sync can be reordered before it.
public sealed interface SlotPairEffect {
  record ReadSlot(int slot) implements SlotPairEffect {}

  record WriteSlot(int slot, byte[] bytes) implements SlotPairEffect {}

  record SyncSlot(int slot) implements SlotPairEffect {}

  record SyncDirectory() implements SlotPairEffect {}

  /// Nothing was ever stored here.
  record Empty() implements SlotPairEffect {}

  record Loaded(byte[] value) implements SlotPairEffect {}

  /// There was a value, and no slot holds it intact.
  record Damaged() implements SlotPairEffect {}

  /// The value is in both slots and survives a power loss.
  record Stored() implements SlotPairEffect {}

  /// The disk failed; this pair takes nothing more.
  record StoreFailed(String reason) implements SlotPairEffect {}
}
