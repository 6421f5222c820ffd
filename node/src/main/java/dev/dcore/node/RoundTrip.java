package dev.dcore.node;

import org.jspecify.annotations.Nullable;

/// The round trip between two members, in milliseconds.
///
/// @param estimated what their coordinates foretell, or null when one of them is not known
/// @param error how far off the estimate may be, as a part of it: the mean of what both members
///   think of their own coordinates; null as the estimate is
/// @param measured by the last direct ping of `from`, or null when there was none
/// @param note why something is missing, or empty
public record RoundTrip(
    String from,
    String to,
    @Nullable Double estimated,
    @Nullable Double error,
    @Nullable Double measured,
    String note) {}
