package dev.dcore.node.admin;

import dev.dcore.node.EventRefused;
import dev.dcore.node.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// What the admin API answers about the network and the node's own tags.
final class NetworkRoutes {
  private final Node node;

  NetworkRoutes(Node node) {
    this.node = node;
  }

  Map<String, @Nullable Object> topology() throws AdminServer.Refused {
    return NetworkJson.topology(await(node.cluster().topology()));
  }

  Map<String, @Nullable Object> reachability() throws AdminServer.Refused {
    return NetworkJson.reachability(await(node.cluster().reachability()));
  }

  Map<String, @Nullable Object> roundTrip(String from, String to) throws AdminServer.Refused {
    return NetworkJson.roundTrip(await(node.cluster().roundTrip(from, to)));
  }

  /// `{name, tags}`.
  ///
  /// @param set each KEY=VALUE
  Map<String, @Nullable Object> changeTags(List<String> set, List<String> delete)
      throws AdminServer.Refused {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : set) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new AdminServer.Refused(400, "set takes KEY=VALUE, not \"" + pair + "\"");
      }
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    try {
      return tags(node.changeTags(values, delete));
    } catch (IllegalArgumentException e) {
      throw new AdminServer.Refused(400, String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      throw new AdminServer.Refused(503, String.valueOf(e.getMessage()));
    }
  }

  /// `{name, tags}`.
  Map<String, @Nullable Object> tags() {
    return tags(node.tags());
  }

  private Map<String, @Nullable Object> tags(Map<String, String> tags) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", node.name());
    json.put("tags", tags);
    return json;
  }

  /// `{sent, origin}`.
  Map<String, @Nullable Object> event(String name, byte[] payload, boolean coalesced)
      throws AdminServer.Refused {
    await(
        coalesced
            ? node.cluster().sendLatest(name, payload)
            : node.cluster().sendEvent(name, payload));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("sent", name);
    json.put("origin", node.name());
    return json;
  }

  private static <T> T await(CompletableFuture<T> answer) throws AdminServer.Refused {
    try {
      return answer.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      int status =
          switch (cause) {
            case NoSuchElementException _ -> 404;
            case EventRefused _ -> 409;
            default -> 503;
          };
      throw new AdminServer.Refused(status, String.valueOf(cause.getMessage()));
    }
  }
}
