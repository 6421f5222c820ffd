/// The rules that hold over all modules, checked on class files and sources. Start with
/// [ArchitectureTest].
///
/// Invariant: this package never loads a class that it judges.
@NullMarked
package dev.dcore.bench.architecture;

import org.jspecify.annotations.NullMarked;
