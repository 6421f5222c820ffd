package dev.dcore.kernel.base;

/// Makes equal immutable values one. What a thousand nodes in one process know of each other is
/// then in memory once and not a million times.
@FunctionalInterface
public interface Interner<T> {
  /// @return an equal value, this one or one seen before
  T intern(T value);
}
