package dev.dcore.kernel.persistence.keyed;

/// Tells one log from all others, so that a file copied from elsewhere is refused: random bits.
public record LogIdentity(long high, long low) {}
