package dev.dcore.kernel.persistence.log;

/// One record as a reader gets it.
///
/// @param sequence its place in the log
/// @param stream which wrote it
/// @param index its place in the stream
/// @param truncation it holds nothing, and says that from `index` on all that the stream said
///   before is void
/// @param bytes the payload
public record LogRecord(long sequence, int stream, long index, boolean truncation, byte[] bytes) {}
