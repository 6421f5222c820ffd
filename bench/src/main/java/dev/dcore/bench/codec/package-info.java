/// What the codec of messages costs beside what else could have been taken
/// (`docs/decisions/0001-codec.md`). Start with [CodecBenchmark].
///
/// Invariant: this package never measures bytes that it has not read back and found equal.
@NullMarked
package dev.dcore.bench.codec;

import org.jspecify.annotations.NullMarked;
