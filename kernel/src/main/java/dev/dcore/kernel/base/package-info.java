/// The few types without domain words that everything stands on. Start with [Protocol]; randomness
/// is [Choices].
///
/// Invariant: this package never names a cluster, a message or a file.
@NullMarked
package dev.dcore.kernel.base;

import org.jspecify.annotations.NullMarked;
