package dev.dcore.node;

/// A watcher's registration.
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /// No call begins after this.
  @Override
  void close();
}
