package dev.dcore.kernel.persistence.broadcast;

/// How far a subscriber has come: plain data, so that it may be stored, or sent to a publisher far
/// away.
///
/// @param epoch the life of the publisher in which the position was given out: positions of two
///   lives say nothing of each other
/// @param position of the first message that the subscriber has not seen
public record Cursor(long epoch, long position) {}
