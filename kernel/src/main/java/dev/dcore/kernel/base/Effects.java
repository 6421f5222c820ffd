package dev.dcore.kernel.base;

/// Where a protocol's step puts its effects, in order.
@FunctionalInterface
public interface Effects<E> {
  void add(E effect);
}
