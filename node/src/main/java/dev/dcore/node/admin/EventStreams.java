package dev.dcore.node.admin;

import com.sun.net.httpserver.HttpExchange;
import dev.dcore.node.Node;
import dev.dcore.node.Watch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Streams of what happens to clients, one JSON object a line. A client that does not read blocks
/// its own thread only; what it misses becomes a resync (see [Watch]).
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

  /// What is streamed.
  @FunctionalInterface
  interface Opening<W> {
    W open() throws AdminServer.Refused;
  }

  /// Changes of members.
  void serve(HttpExchange exchange) throws AdminServer.Refused, IOException, InterruptedException {
    stream(exchange, node::events, _ -> List.of(), AdminJson::change);
  }

  /// @param begin objects that come before those of what is watched
  <T, W extends Watch<T>> void stream(
      HttpExchange exchange,
      Opening<W> opening,
      Function<W, List<Map<String, @Nullable Object>>> begin,
      Function<T, Map<String, @Nullable Object>> json)
      throws AdminServer.Refused, IOException, InterruptedException {
    if (!free.tryAcquire()) {
      throw new AdminServer.Refused(503, STREAMS_MAX + " clients watch already; end one of them");
    }
    try (W watch = opening.open()) {
      exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      for (Map<String, @Nullable Object> first : begin.apply(watch)) {
        line(out, AdminJson.text(first));
      }
      while (true) {
        T next = watch.poll(HEARTBEAT);
        if (next == null && watch.isClosed()) {
          out.close();
          return;
        }
        line(out, next == null ? "" : AdminJson.text(json.apply(next)));
      }
    } finally {
      free.release();
    }
  }

  private static void line(OutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
