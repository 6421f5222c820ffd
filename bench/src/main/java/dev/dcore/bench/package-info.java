/// `dcore bench NAME`: figures of what is shipped, each beside its target. Start with
/// [BenchCommand], then [Ground].
///
/// Invariant: this package never measures with flags, defaults or files that `./dcore` does not
/// ship.
@NullMarked
package dev.dcore.bench;

import org.jspecify.annotations.NullMarked;
