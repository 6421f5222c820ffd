package dev.dcore.kernel.store;

/// A key as it was at some revision. Nobody changes its arrays.
///
/// @param createRevision when it was written first since it was last gone
/// @param revision when this value was written
/// @param version how often it was written since it was last gone, from 1
/// @param lease whose end deletes it, or 0
public record KvItem(
    byte[] key, byte[] value, long createRevision, long revision, int version, long lease) {}
