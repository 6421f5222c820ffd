/// From a wish to a configuration: what the literature says of detection time, mistakes and bytes,
/// as formulas, and the cheapest configuration that fulfils a wish by them. Start with [Forecast],
/// then [Wish].
///
/// Invariant: this package only computes; nothing here is part of a running node.
@NullMarked
package dev.dcore.kernel.cluster.planning;

import org.jspecify.annotations.NullMarked;
