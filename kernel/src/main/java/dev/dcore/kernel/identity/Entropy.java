package dev.dcore.kernel.identity;

/// The port to unpredictable bits, for ids and keys. It is apart from the seeded draws of
/// protocols, which must be repeatable and need not be secret.
@FunctionalInterface
public interface Entropy {
  long nextLong();

  /// A fresh node id.
  default NodeId nextId() {
    long high = nextLong();
    long low = nextLong();
    return high == 0 && low == 0 ? new NodeId(0, 1) : new NodeId(high, low);
  }
}
