package dev.dcore.kernel.cluster;

/// A node's own lifecycle, as it says itself.
public enum Phase {
  STARTING,
  JOINING,
  UP,
  DRAINING,
  LEAVING,
  DOWN
}
