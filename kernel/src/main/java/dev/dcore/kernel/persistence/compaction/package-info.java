/// Which segments of a keyed log to merge, decided from their figures alone. Start with
/// [CompactionPlanner]; how a plan is carried out is `kernel.persistence.keyed`.
///
/// Invariant: this package never plans a merge that could put an older version of a key above a
/// newer one.
@NullMarked
package dev.dcore.kernel.persistence.compaction;

import org.jspecify.annotations.NullMarked;
