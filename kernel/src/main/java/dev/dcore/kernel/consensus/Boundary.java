package dev.dcore.kernel.consensus;

/// Where a log begins: what stands for all entries up to this one.
///
/// @param configuration who votes at that index
public record Boundary(long index, long term, Configuration configuration) {}
