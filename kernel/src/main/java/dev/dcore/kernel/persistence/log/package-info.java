/// The write-ahead log: one append-only sequence of records per node, in segments, carrying several
/// streams. Start with [Log]; the bytes are in [SegmentHeader] and [BatchHeader], and what is made
/// of them after a crash in [Survey] and [FreshSegment].
///
/// Invariant: this package never acknowledges a record before it is as durable as the policy says,
/// and never skips damage to one that is.
@NullMarked
package dev.dcore.kernel.persistence.log;

import org.jspecify.annotations.NullMarked;
