package dev.dcore.kernel.runtime;

import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The seam between a node and its store, which is made when it is first asked for something.
final class Storing {
  private final Ports ports;
  private final String cluster;
  private final boolean replicated;
  private final Consumer<Delivery> deliver;
  private final Consumer<TraceEvent> trace;
  private @Nullable NodeIdentity identity;
  private @Nullable LocalStore store;

  Storing(Ports ports, NodeConfig config, Consumer<Delivery> deliver, Consumer<TraceEvent> trace) {
    this.ports = ports;
    this.cluster = config.cluster();
    this.replicated = config.group() != null;
    this.deliver = deliver;
    this.trace = trace;
  }

  void start(NodeIdentity own) {
    identity = own;
  }

  void onRequest(long nowNanos, Command.UseStore use) {
    NodeIdentity own = identity;
    if (replicated) {
      // Both would keep their log in the same files.
      deliver.accept(
          new Delivery.StoreAnswered(
              use.ticket(), new StoreAnswer.Rejected("this node's store is the one of its group")));
      return;
    }
    if (own == null) {
      deliver.accept(
          new Delivery.StoreAnswered(
              use.ticket(), new StoreAnswer.Rejected("the node has not started yet")));
      return;
    }
    LocalStore opened = store;
    if (opened == null) {
      opened = new LocalStore(ports.disk(), new MemoryBytes(), StoreConfig.DEFAULT, heard());
      store = opened;
      opened.open(nowNanos, own.id(), cluster);
    }
    opened.request(nowNanos, use.ticket(), use.request());
  }

  boolean owns(DiskEvent event) {
    LocalStore opened = store;
    return opened != null && opened.owns(event);
  }

  void onDisk(long nowNanos, DiskEvent event) {
    LocalStore opened = store;
    if (opened != null) {
      opened.onDisk(nowNanos, event);
    }
  }

  long deadlineNanos() {
    LocalStore opened = store;
    return opened == null ? Long.MAX_VALUE : opened.deadlineNanos();
  }

  void onWoken(long nowNanos) {
    LocalStore opened = store;
    if (opened != null) {
      opened.onWoken(nowNanos);
    }
  }

  private LocalStore.Outputs heard() {
    return new LocalStore.Outputs() {
      @Override
      public void answer(long ticket, StoreAnswer answer) {
        deliver.accept(new Delivery.StoreAnswered(ticket, answer));
      }

      @Override
      public void trace(StoreTrace event) {
        trace.accept(event);
      }
    };
  }
}
