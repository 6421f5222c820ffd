package dev.dcore.bench;

/// What a figure is compared with, in the figure's unit, measured in the same run.
///
/// @param what in words
record Baseline(String what, double value) {}
