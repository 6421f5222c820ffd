/// Whether what clients saw of an object is what one correct object, used one operation at a time,
/// could have shown them. Start with [Linearizability]; a failing history becomes a picture with
/// [HistoryPicture].
///
/// Invariant: an answer is either proved or [Verdict.Unknown]; a search that was cut short never
/// passes.
@NullMarked
package dev.dcore.sim.history;

import org.jspecify.annotations.NullMarked;
