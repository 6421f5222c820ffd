package dev.dcore.node;

import dev.dcore.io.runtime.NodeLoop;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import java.util.concurrent.CompletableFuture;

/// Sends events through the node's loop. Thread-safe.
final class EventSender {
  private final NodeLoop loop;
  private final Deliveries deliveries;

  EventSender(NodeLoop loop, Deliveries deliveries) {
    this.loop = loop;
    this.deliveries = deliveries;
  }

  CompletableFuture<Void> send(String name, byte[] payload, boolean coalesced) {
    byte[] own = payload.clone();
    return deliveries
        .ask(loop::submit, ticket -> new Command.SendEvent(ticket, name, own, coalesced))
        .thenCompose(
            answer -> {
              String refused = ((Delivery.EventSent) answer).refused();
              return refused.isEmpty()
                  ? CompletableFuture.completedFuture(null)
                  : CompletableFuture.failedFuture(new EventRefused(refused));
            });
  }
}
