package dev.dcore.sim.mutants;

/// A deliberate mistake in the code under test.
///
/// @param name what goes wrong, in kebab case
/// @param source the file, from the project's root
/// @param line the line that is replaced, without its indentation; it stands there once
/// @param replacement what stands there instead
/// @param seed of a run that is known to find it
record Mutant(String name, String source, String line, String replacement, long seed) {}
