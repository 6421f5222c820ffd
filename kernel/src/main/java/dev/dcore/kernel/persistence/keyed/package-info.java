/// A keyed log on disk: versions of keys in sorted segments, compacted while it is written to.
/// Start with [KeyedLog]; its bytes are [SegmentLayout] and [Manifest]; what to compact is decided
/// by `kernel.persistence.compaction`.
///
/// Invariant: this package never deletes a segment before what replaces it is named by a manifest
/// that survives a power loss.
@NullMarked
package dev.dcore.kernel.persistence.keyed;

import org.jspecify.annotations.NullMarked;
