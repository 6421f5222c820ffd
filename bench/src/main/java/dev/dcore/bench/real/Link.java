package dev.dcore.bench.real;

import java.util.List;

/// A cable between two namespaces (veth(4)): each has one end, with an address.
public final class Link {
  /// Of each end, inside its namespace.
  public static final String DEVICE = "cable";

  public static final String LEFT_ADDRESS = "10.77.0.1";
  public static final String RIGHT_ADDRESS = "10.77.0.2";
  private static final String PREFIX_BITS = "/30";

  private Link() {}

  /// Both ends go with the namespaces.
  public static void between(Namespace left, Namespace right) throws RealFailed {
    // Made inside, so that no name appears outside.
    left.ip("link", "add", DEVICE, "type", "veth", "peer", "name", DEVICE, "netns", right.name());
    for (Namespace end : List.of(left, right)) {
      String address = end == left ? LEFT_ADDRESS : RIGHT_ADDRESS;
      end.ip("address", "add", address + PREFIX_BITS, "dev", DEVICE);
      end.ip("link", "set", DEVICE, "up");
    }
  }
}
