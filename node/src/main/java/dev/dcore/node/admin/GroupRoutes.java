package dev.dcore.node.admin;

import com.sun.net.httpserver.HttpExchange;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.consensus.RaftStatus;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.checkpoint.CheckpointConfig;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.kernel.runtime.GroupAnswer;
import dev.dcore.kernel.store.KvAnswer;
import dev.dcore.kernel.store.KvEvent;
import dev.dcore.kernel.store.KvItem;
import dev.dcore.kernel.store.ReadLevel;
import dev.dcore.kernel.store.WatchNotice;
import dev.dcore.node.Group;
import dev.dcore.node.GroupFailed;
import dev.dcore.node.KeyValues;
import dev.dcore.node.KeyWatch;
import dev.dcore.node.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// What the admin API answers about the replicated store of the node's group. Keys are text; values
/// are any bytes, in JSON as text where they are UTF-8.
final class GroupRoutes {
  private final Node node;
  private final Group group;
  private final KeyValues keys;

  GroupRoutes(Node node, Group group) {
    this.node = node;
    this.group = group;
    this.keys = group.keyValues();
  }

  /// `{name, key, value, encoding, version, position, created, lease}`; `position` and `created`
  /// are revisions.
  Map<String, @Nullable Object> get(String key, @Nullable String read) throws AdminServer.Refused {
    KvItem item =
        await(keys.get(bytes(key), level(read)))
            .orElseThrow(() -> new AdminServer.Refused(404, "there is no key \"" + key + "\""));
    Map<String, @Nullable Object> json = named();
    json.putAll(item(item));
    return json;
  }

  /// `{name, key, version, position}`.
  ///
  /// @param ttlMillis as text, or null for ever
  Map<String, @Nullable Object> put(String key, byte[] value, @Nullable String ttlMillis)
      throws AdminServer.Refused {
    KvAnswer.Stored stored =
        await(
            ttlMillis == null
                ? keys.put(bytes(key), value)
                : keys.put(bytes(key), value, StoreRoutes.ttl(ttlMillis)));
    return stored(key, stored);
  }

  /// `{name, key, swapped, version, position, value, encoding}`: what is there now.
  ///
  /// @param expected as text, or null when there has to be no such key
  Map<String, @Nullable Object> compareAndSet(String key, @Nullable String expected, byte[] value)
      throws AdminServer.Refused {
    KvAnswer.Decided decided =
        await(keys.compareAndSet(bytes(key), expected == null ? null : bytes(expected), value));
    Map<String, @Nullable Object> json = named();
    json.put("key", key);
    json.put("swapped", decided.succeeded());
    json.put("position", decided.revision());
    switch (decided.answers().getFirst()) {
      case KvAnswer.Stored stored -> json.put("version", stored.version());
      case KvAnswer.Found found ->
          found.items().stream().findFirst().ifPresent(item -> json.putAll(item(item)));
      case KvAnswer.Deleted _ -> throw new IllegalStateException("a comparison deletes nothing");
    }
    return json;
  }

  /// `{name, key, existed, position}`.
  Map<String, @Nullable Object> delete(String key) throws AdminServer.Refused {
    KvAnswer.Deleted deleted = await(keys.delete(bytes(key)));
    Map<String, @Nullable Object> json = named();
    json.put("key", key);
    json.put("existed", deleted.keys() > 0);
    json.put("position", deleted.revision());
    return json;
  }

  /// `{name, keys, more, position}`.
  Map<String, @Nullable Object> list(
      String prefix, @Nullable String after, @Nullable String limit, @Nullable String read)
      throws AdminServer.Refused {
    byte[] from = after == null ? null : bytes(after);
    int count = StoreRoutes.limit(limit);
    KvAnswer.Found found = await(keys.list(bytes(prefix), from, count, level(read)));
    Map<String, @Nullable Object> json = named();
    json.put("keys", found.items().stream().map(GroupRoutes::item).toList());
    json.put("more", found.more());
    json.put("position", found.revision());
    return json;
  }

  /// Streams what becomes of keys that begin so: first `{type: begin, name, position}`, then
  /// `{type: change, position, events}`, where each event is `{type: put}` with an item as above,
  /// or `{type: delete, key, encoding, position}`; or `{type: resync, position}` when some changes
  /// up to that position are not to be had any more.
  ///
  /// @param from the first position of interest as text, or null for what comes
  void watch(
      HttpExchange exchange, EventStreams streams, @Nullable String prefix, @Nullable String from)
      throws AdminServer.Refused, IOException, InterruptedException {
    long first = revision(from);
    byte[] begins = bytes(prefix == null ? "" : prefix);
    streams.<WatchNotice, KeyWatch>stream(
        exchange,
        () -> await(keys.watch(begins, first)),
        watch -> {
          Map<String, @Nullable Object> json = new LinkedHashMap<>();
          json.put("type", "begin");
          json.putAll(named());
          json.put("position", watch.position());
          return List.of(json);
        },
        GroupRoutes::notice);
  }

  private static Map<String, @Nullable Object> notice(WatchNotice notice) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    switch (notice) {
      case WatchNotice.Events(long revision, List<KvEvent> events) -> {
        json.put("type", "change");
        json.put("position", revision);
        json.put("events", events.stream().map(GroupRoutes::event).toList());
      }
      case WatchNotice.Resync(long revision) -> {
        json.put("type", "resync");
        json.put("position", revision);
      }
    }
    return json;
  }

  private static Map<String, @Nullable Object> event(KvEvent event) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("type", event.deleted() ? "delete" : "put");
    json.putAll(item(event.item()));
    if (event.deleted()) {
      json.keySet().retainAll(List.of("type", "key", "encoding", "position"));
    }
    return json;
  }

  private static long revision(@Nullable String text) throws AdminServer.Refused {
    try {
      long revision = text == null ? 0 : Long.parseLong(text);
      if (revision >= 0) {
        return revision;
      }
    } catch (NumberFormatException _) {
      // Refused below.
    }
    throw new AdminServer.Refused(400, "from is a position, 0 or more");
  }

  /// `{name, role, term, leader, lastIndex, durable, commit, applied, boundary, voters, followers,
  /// keys, bytes, notes, stopped}`; nodes by their names where they are known.
  Map<String, @Nullable Object> status() throws AdminServer.Refused {
    GroupAnswer.Status status = await(group.status());
    RaftStatus raft = status.raft();
    Map<NodeId, String> names = names();
    Map<String, @Nullable Object> json = named();
    json.put("role", raft.role().label());
    json.put("term", raft.term());
    json.put("leader", raft.leader() == null ? null : name(names, raft.leader()));
    json.put("lastIndex", raft.lastIndex());
    json.put("durable", raft.durable());
    json.put("commit", raft.commit());
    json.put("applied", status.state());
    json.put("boundary", raft.boundary());
    json.put("voters", raft.configuration().all().stream().map(id -> name(names, id)).toList());
    List<Map<String, @Nullable Object>> followers = new ArrayList<>();
    for (RaftStatus.Follower follower : raft.followers()) {
      Map<String, @Nullable Object> each = new LinkedHashMap<>();
      each.put("name", name(names, follower.id()));
      each.put("votes", follower.votes());
      each.put("mode", follower.mode());
      each.put("match", follower.match());
      each.put("lag", raft.lastIndex() - follower.match());
      each.put("heardMillis", follower.heardAgoNanos() / 1_000_000);
      followers.add(each);
    }
    json.put("followers", followers);
    json.put("keys", status.keys());
    json.put("bytes", status.bytes());
    json.put("notes", AdminJson.orNull(status.notes()));
    json.put("stopped", AdminJson.orNull(status.stopped()));
    return json;
  }

  /// As [StoreRoutes#checkpoint], of this node's replica.
  Map<String, @Nullable Object> checkpoint(boolean compact) throws AdminServer.Refused {
    CheckpointEffect.Completed done = await(group.checkpoint());
    for (int i = 1; compact && i < CheckpointConfig.KEPT_MIN; i++) {
      done = await(group.checkpoint());
    }
    return StoreRoutes.checkpointed(named(), done, await(group.status()).raft().boundary());
  }

  /// Sends the state of this node's replica as it is now; writes go on meanwhile.
  void backup(HttpExchange exchange) throws AdminServer.Refused, IOException, InterruptedException {
    // What was acknowledged before is in it; what cannot be read is refused before the answer
    // begins.
    var _ = await(keys.get(new byte[1], ReadLevel.FOLLOWER));
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      group.backup(body);
    }
  }

  /// `{name, to}`.
  Map<String, @Nullable Object> transfer(String to) throws AdminServer.Refused {
    NodeId target = null;
    for (Map.Entry<NodeId, String> each : names().entrySet()) {
      if (each.getValue().equals(to)) {
        target = each.getKey();
      }
    }
    if (target == null) {
      throw new AdminServer.Refused(404, node.name() + " knows no member \"" + to + "\"");
    }
    await(group.transferLeadership(target));
    Map<String, @Nullable Object> json = named();
    json.put("to", to);
    return json;
  }

  private Map<NodeId, String> names() {
    Map<NodeId, String> names = new TreeMap<>();
    for (Member member : node.members()) {
      names.put(member.id(), member.name());
    }
    return names;
  }

  private static String name(Map<NodeId, String> names, NodeId id) {
    return names.getOrDefault(id, id.toString());
  }

  private Map<String, @Nullable Object> stored(String key, KvAnswer.Stored stored) {
    Map<String, @Nullable Object> json = named();
    json.put("key", key);
    json.put("version", stored.version());
    json.put("position", stored.revision());
    return json;
  }

  private Map<String, @Nullable Object> named() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", node.name());
    json.put("replicated", true);
    return json;
  }

  private static Map<String, @Nullable Object> item(KvItem item) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    String key = AdminJson.textOrNull(item.key());
    String value = AdminJson.textOrNull(item.value());
    boolean text = key != null && value != null;
    json.put("key", text ? key : Base64.getEncoder().encodeToString(item.key()));
    json.put("value", text ? value : Base64.getEncoder().encodeToString(item.value()));
    json.put("encoding", text ? "utf-8" : "base64");
    json.put("version", item.version());
    json.put("position", item.revision());
    json.put("created", item.createRevision());
    json.put("lease", item.lease());
    return json;
  }

  private static ReadLevel level(@Nullable String read) throws AdminServer.Refused {
    if (read == null) {
      return ReadLevel.LINEARIZABLE;
    }
    try {
      return ReadLevel.valueOf(read.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new AdminServer.Refused(400, "read is linearizable, follower or local");
    }
  }

  private static <T> T await(CompletableFuture<T> answer) throws AdminServer.Refused {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof GroupFailed failed) {
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
