package dev.dcore.node.admin;

import com.sun.net.httpserver.HttpExchange;
import dev.dcore.node.MemberChange;
import dev.dcore.node.Node;
import dev.dcore.node.Watch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Streams of member changes to clients. A client that does not read blocks its own thread only;
/// what it misses becomes a resync (see [Watch]).
final class EventStreams {
  /// Each holds a connection and a buffer of changes.
  static final int STREAMS_MAX = 64;

  /// A client that is gone is noticed at the second empty line after.
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final Node node;
  private final Semaphore free = new Semaphore(STREAMS_MAX);

  EventStreams(Node node) {
    this.node = node;
  }

  void serve(HttpExchange exchange) throws AdminServer.Refused, IOException, InterruptedException {
    if (!free.tryAcquire()) {
      throw new AdminServer.Refused(503, STREAMS_MAX + " clients watch already; end one of them");
    }
    try (Watch<MemberChange> events = node.events()) {
      exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      while (true) {
        MemberChange change = events.poll(HEARTBEAT);
        if (change == null && events.isClosed()) {
          out.close();
          return;
        }
        String line = change == null ? "" : AdminJson.text(AdminJson.change(change));
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } finally {
      free.release();
    }
  }
}
