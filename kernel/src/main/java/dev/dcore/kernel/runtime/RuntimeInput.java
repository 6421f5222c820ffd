package dev.dcore.kernel.runtime;

import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.transport.TransportEvent;

/// All that can happen to a node.
public sealed interface RuntimeInput {
  /// The first, once.
  record Start() implements RuntimeInput {}

  /// The alarm went off.
  record Woken() implements RuntimeInput {}

  record Network(TransportEvent event) implements RuntimeInput {}

  record Storage(DiskEvent event) implements RuntimeInput {}

  record Asked(Command command) implements RuntimeInput {}
}
