package dev.dcore.kernel.runtime;

/// The port to whoever embeds the node. Called within a step, so it must neither block nor step the
/// runtime.
@FunctionalInterface
public interface Outlet {
  void deliver(Delivery delivery);
}
