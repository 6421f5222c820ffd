package dev.dcore.kernel.base;

/// A deterministic state machine: one input and the time in, ordered effects out.
///
/// An implementation starts no thread, takes no lock, reads no clock, opens no file and draws no
/// randomness but from the [Choices] it was made with. It is confined to its node's loop.
///
/// @param <I> its sealed inputs
/// @param <E> its sealed effects, as data; they are carried out in the order in which they were
///   added
public interface Protocol<I, E> {
  /// Takes one input.
  ///
  /// @param nowNanos a monotonic clock, never smaller than at the step before
  /// @param effects where this step's effects are added; the protocol keeps no reference to it
  void step(long nowNanos, I input, Effects<E> effects);
}
