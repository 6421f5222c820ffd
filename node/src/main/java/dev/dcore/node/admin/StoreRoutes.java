package dev.dcore.node.admin;

import com.sun.net.httpserver.HttpExchange;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.runtime.LocalStore;
import dev.dcore.kernel.runtime.StoreAnswer;
import dev.dcore.kernel.store.KvResult;
import dev.dcore.node.Node;
import dev.dcore.node.StoreFailed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// What the admin API answers about the node's own store. Keys are text; values are any bytes, in
/// JSON as text where they are UTF-8.
final class StoreRoutes {
  private final Node node;

  StoreRoutes(Node node) {
    this.node = node;
  }

  /// `{name, key, value, encoding, version, position, created, expires}`.
  Map<String, @Nullable Object> get(String key) throws AdminServer.Refused {
    Entry entry =
        await(node.store().get(bytes(key)))
            .orElseThrow(
                () -> new AdminServer.Refused(404, node.name() + " has no key \"" + key + "\""));
    Map<String, @Nullable Object> json = named();
    json.putAll(entry(entry));
    return json;
  }

  /// `{name, key, version, position}`.
  ///
  /// @param ttlMillis as text, or null for ever
  Map<String, @Nullable Object> put(String key, byte[] value, @Nullable String ttlMillis)
      throws AdminServer.Refused {
    KvResult.Stored stored =
        await(
            ttlMillis == null
                ? node.store().put(bytes(key), value)
                : node.store().put(bytes(key), value, ttl(ttlMillis)));
    Map<String, @Nullable Object> json = named();
    json.put("key", key);
    json.put("version", stored.version());
    json.put("position", stored.position());
    return json;
  }

  /// `{name, key, existed, position}`.
  Map<String, @Nullable Object> delete(String key) throws AdminServer.Refused {
    KvResult.Deleted deleted = await(node.store().delete(bytes(key)));
    Map<String, @Nullable Object> json = named();
    json.put("key", key);
    json.put("existed", deleted.existed());
    json.put("position", deleted.position());
    return json;
  }

  /// `{name, keys, more}`.
  ///
  /// @param after the last key of the page before, or null
  /// @param limit as text, or null for a page
  Map<String, @Nullable Object> list(String prefix, @Nullable String after, @Nullable String limit)
      throws AdminServer.Refused {
    byte[] from = after == null ? null : bytes(after);
    int count = limit(limit);
    StoreAnswer.Listed listed = await(node.store().list(bytes(prefix), from, count));
    Map<String, @Nullable Object> json = named();
    List<Map<String, @Nullable Object>> keys =
        listed.entries().stream().map(StoreRoutes::entry).toList();
    json.put("keys", keys);
    json.put("more", listed.more());
    return json;
  }

  Map<String, @Nullable Object> status() throws AdminServer.Refused {
    StoreAnswer.Status status = await(node.store().status());
    Map<String, @Nullable Object> json = named();
    json.put("position", status.position());
    json.put("keys", status.keys());
    json.put("bytes", status.keyAndValueBytes());
    json.put("checkpoint", status.checkpoint());
    json.put("checkpointPosition", status.checkpointPosition());
    json.put("logFirst", status.logFirst());
    json.put("logLast", status.logLast());
    json.put("readOnly", AdminJson.orNull(status.readOnly()));
    json.put("notes", status.notes());
    return json;
  }

  /// `{name, checkpoint, position, logFirst, chunksWritten, chunksKept, bytesWritten}`.
  Map<String, @Nullable Object> checkpoint(boolean compact) throws AdminServer.Refused {
    CheckpointEffect.Completed done =
        await(compact ? node.store().compact() : node.store().checkpoint()).checkpoint();
    return checkpointed(named(), done, await(node.store().status()).logFirst());
  }

  static Map<String, @Nullable Object> checkpointed(
      Map<String, @Nullable Object> json, CheckpointEffect.Completed done, long logFirst) {
    json.put("checkpoint", done.ordinal());
    json.put("position", done.position());
    json.put("logFirst", logFirst);
    json.put("chunksWritten", done.chunksWritten());
    json.put("chunksKept", done.chunksKept());
    json.put("bytesWritten", done.bytesWritten());
    return json;
  }

  /// Sends the state as it is now; writes go on meanwhile. One that ends without its end is not
  /// whole, and says so when it is read.
  void backup(HttpExchange exchange) throws AdminServer.Refused, IOException, InterruptedException {
    await(node.store().status()); // What cannot be read is refused before the answer begins.
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      node.store().backup(body);
    }
  }

  private Map<String, @Nullable Object> named() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", node.name());
    return json;
  }

  private static Map<String, @Nullable Object> entry(Entry entry) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    String key = AdminJson.textOrNull(entry.key());
    String value = AdminJson.textOrNull(entry.value());
    boolean text = key != null && value != null;
    json.put("key", text ? key : Base64.getEncoder().encodeToString(entry.key()));
    json.put("value", text ? value : Base64.getEncoder().encodeToString(entry.value()));
    json.put("encoding", text ? "utf-8" : "base64");
    json.put("version", entry.version());
    json.put("position", entry.position());
    json.put("created", entry.createdPosition());
    json.put("expires", entry.expiresAtNanos() != StateStore.NEVER);
    return json;
  }

  /// @param text null for a page
  static int limit(@Nullable String text) throws AdminServer.Refused {
    if (text == null) {
      return LocalStore.LIST_MAX;
    }
    return (int) positive(text, Integer.MAX_VALUE, "limit is a number above 0");
  }

  static Duration ttl(String millis) throws AdminServer.Refused {
    String refusal = "ttl is a number of milliseconds above 0";
    return Duration.ofMillis(positive(millis, Long.MAX_VALUE, refusal));
  }

  private static long positive(String text, long most, String refusal) throws AdminServer.Refused {
    try {
      long number = Long.parseLong(text);
      if (number > 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new AdminServer.Refused(400, refusal);
  }

  private static <T> T await(CompletableFuture<T> answer) throws AdminServer.Refused {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreFailed failed) {
        throw new AdminServer.Refused(
            failed.indeterminate() ? 500 : 409, String.valueOf(failed.getMessage()));
      }
      throw new AdminServer.Refused(503, "the node is stopping");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
