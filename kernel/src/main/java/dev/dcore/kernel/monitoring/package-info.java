/// Typed trace events, the one source of logs, golden files and trace hashes. Start with
/// [TraceEvent].
///
/// Invariant: this package never decides anything; it only shows.
@NullMarked
package dev.dcore.kernel.monitoring;

import org.jspecify.annotations.NullMarked;
