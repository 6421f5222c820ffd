package dev.dcore.node.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.store.KvLimits;
import dev.dcore.kernel.transport.Address;
import dev.dcore.node.Explanation;
import dev.dcore.node.Node;
import dev.dcore.node.NodeFailed;
import dev.dcore.node.NodeHealth;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves one node's admin API.
///
/// ```text
/// GET  /v1/status                  who this is and in which phase
/// GET  /v1/members                 all members as this node sees them, itself first
/// GET  /v1/stable-view             the stable view that this node holds
/// GET  /v1/explain?member=NAME|ID  why a member is in its state
/// GET  /v1/topology                zones, coordinates, round trips; asks every member
/// GET  /v1/reachability            who reaches whom directly; asks every member
/// GET  /v1/rtt?from=NAME&to=NAME   the round trip between two members
/// GET  /v1/tags                    the node's own tags
/// POST /v1/tags?set=K=V&delete=K   changes them; each parameter as often as wanted
/// POST /v1/event?name=NAME         tells all members; the body is the payload; coalesced=true for
///                                  one that replaces older ones of its name
/// GET  /v1/events                  one JSON object a line: a resync, then changes; empty lines keep
///                                  it alive
/// GET  /v1/kv?key=KEY              what the group's store holds, or the node's own when it belongs
///                                  to none; 404 when it holds no such key;
///                                  read=linearizable|follower|local
/// PUT  /v1/kv?key=KEY&ttl=MILLIS   stores the body; without ttl for ever
/// DELETE /v1/kv?key=KEY            removes a key
/// GET  /v1/kv/list?prefix=P        keys in their order; after=KEY and limit=N for pages; read as above
/// PUT  /v1/kv/cas?key=K&expected=V stores the body if the key holds V; without expected if there is
///                                  no such key
/// GET  /v1/kv/watch?prefix=P       one JSON object a line: a beginning, then what becomes of the keys as
///                                  this node carries it out; from=POSITION for what was before
/// GET  /v1/group                   how the node's replica stands: leader, term, what is committed
/// POST /v1/group/transfer?to=NAME  lets another voter lead; of the leader
/// GET  /v1/store                   how far the store is, its checkpoints and its log
/// POST /v1/store/checkpoint        writes a checkpoint
/// POST /v1/store/compact           writes checkpoints until the log up to now can go
/// GET  /v1/store/backup            all of it, as a backup file
/// POST /v1/drain?on=true|false     wants no new work, or takes it again
/// POST /v1/force-leave?member=…    a member that is gone for good counts as left
/// POST /v1/leave                   tells the others, then the process ends
/// ```
///
/// Every request carries `Authorization: Bearer TOKEN`. An error is `{error}` with one sentence.
public final class AdminServer implements AutoCloseable {
  /// The only bodies that mean anything are an event's payload, which is far smaller, and a value;
  /// this much is read so that the connection can be used again.
  private static final int BODY_BYTES_MAX = 16 << 10;

  private static final int VALUE_BYTES_MAX = KvLimits.DEFAULT.valueBytesMax() + 1;

  /// Connections that wait to be accepted; clients are a few people and programs.
  private static final int BACKLOG = 64;

  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  private final Node node;
  private final AdminToken token;
  private final AgentFacts facts;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final EventStreams streams;
  private final NetworkRoutes network;
  private final StoreRoutes store;
  private final @Nullable GroupRoutes group;

  private AdminServer(Node node, AdminToken token, HttpServer server) {
    this.node = node;
    this.token = token;
    this.server = server;
    this.streams = new EventStreams(node);
    this.network = new NetworkRoutes(node);
    this.store = new StoreRoutes(node);
    this.group = node.group().map(group -> new GroupRoutes(node, group)).orElse(null);
    InetSocketAddress bound = server.getAddress();
    Address address = new Address(bound.getAddress().getHostAddress(), bound.getPort());
    this.facts = AgentFacts.ofThisProcess(node, address.toString());
  }

  /// @param bind port 0 takes any that is free
  /// @throws NodeFailed in one sentence, when the port is taken
  public static AdminServer start(Node node, AdminToken token, InetSocketAddress bind)
      throws NodeFailed {
    HttpServer http;
    try {
      http = HttpServer.create(bind, BACKLOG);
    } catch (BindException e) {
      throw new NodeFailed(
          "the admin port "
              + bind.getPort()
              + " is in use or not an address of this machine: choose another with --admin",
          e);
    } catch (IOException e) {
      throw new NodeFailed("the admin API cannot listen: " + e.getMessage(), e);
    }
    AdminServer server = new AdminServer(node, token, http);
    http.createContext("/", server::handle);
    http.setExecutor(server.executor);
    http.start();
    return server;
  }

  /// What this agent says of itself.
  public AgentFacts facts() {
    return facts;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      answerOrRefuse(exchange);
    }
  }

  private void answerOrRefuse(HttpExchange exchange) {
    try {
      answer(exchange);
    } catch (Refused e) {
      reply(exchange, e.status, Map.of("error", String.valueOf(e.getMessage())));
    } catch (IOException e) {
      LOG.debug("a client went away", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      reply(exchange, 500, Map.of("error", "the agent failed to answer; see its log"));
    }
  }

  private void answer(HttpExchange exchange) throws Refused, IOException, InterruptedException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null || !token.opens(authorization)) {
      throw new Refused(
          401, "the token is missing or wrong: it is in the file token of the data directory");
    }
    String path = exchange.getRequestURI().getPath();
    int bodyMax = path.startsWith("/v1/kv") ? VALUE_BYTES_MAX : BODY_BYTES_MAX;
    byte[] body = exchange.getRequestBody().readNBytes(bodyMax + 1);
    if (body.length > bodyMax) {
      throw new Refused(413, "a request's body has at most " + bodyMax + " bytes");
    }
    if (path.startsWith("/v1/kv") || path.startsWith("/v1/group") || path.startsWith("/v1/store")) {
      answerOfStore(exchange, path, body);
      return;
    }
    switch (path) {
      case "/v1/status" -> reply(require(exchange, "GET"), 200, status());
      case "/v1/members" -> reply(require(exchange, "GET"), 200, AdminJson.members(node.members()));
      case "/v1/stable-view" -> reply(require(exchange, "GET"), 200, stableView());
      case "/v1/explain" -> reply(require(exchange, "GET"), 200, explain(exchange));
      case "/v1/topology" -> reply(require(exchange, "GET"), 200, network.topology());
      case "/v1/reachability" -> reply(require(exchange, "GET"), 200, network.reachability());
      case "/v1/rtt" -> {
        require(exchange, "GET");
        reply(
            exchange,
            200,
            network.roundTrip(parameter(exchange, "from"), parameter(exchange, "to")));
      }
      case "/v1/tags" -> reply(exchange, 200, tags(exchange));
      case "/v1/event" -> {
        require(exchange, "POST");
        boolean coalesced = parameters(exchange, "coalesced").contains("true");
        reply(exchange, 202, network.event(parameter(exchange, "name"), body, coalesced));
      }
      case "/v1/events" -> streams.serve(require(exchange, "GET"));
      case "/v1/join" -> reply(require(exchange, "POST"), 202, join(exchange));
      case "/v1/drain" -> reply(require(exchange, "POST"), 200, drain(exchange));
      case "/v1/force-leave" -> reply(require(exchange, "POST"), 200, forceLeave(exchange));
      case "/v1/leave" -> {
        require(exchange, "POST");
        reply(exchange, 202, Map.of("leaving", node.name()));
        // Only after the answer: what ends the process waits for this.
        var _ = node.leave();
      }
      default -> throw unknown(path);
    }
  }

  private void answerOfStore(HttpExchange exchange, String path, byte[] body)
      throws Refused, IOException, InterruptedException {
    switch (path) {
      case "/v1/kv" -> reply(exchange, 200, kv(exchange, body));
      case "/v1/kv/list" -> reply(require(exchange, "GET"), 200, kvList(exchange));
      case "/v1/kv/watch" ->
          group()
              .watch(
                  require(exchange, "GET"),
                  streams,
                  optional(exchange, "prefix"),
                  optional(exchange, "from"));
      case "/v1/kv/cas" -> {
        require(exchange, "PUT");
        reply(
            exchange,
            200,
            group()
                .compareAndSet(parameter(exchange, "key"), optional(exchange, "expected"), body));
      }
      case "/v1/group" -> reply(require(exchange, "GET"), 200, group().status());
      case "/v1/group/transfer" -> {
        require(exchange, "POST");
        reply(exchange, 202, group().transfer(parameter(exchange, "to")));
      }
      case "/v1/store" -> reply(require(exchange, "GET"), 200, store.status());
      case "/v1/store/checkpoint" -> reply(require(exchange, "POST"), 200, checkpoint(false));
      case "/v1/store/compact" -> reply(require(exchange, "POST"), 200, checkpoint(true));
      case "/v1/store/backup" -> {
        require(exchange, "GET");
        GroupRoutes replicated = group;
        if (replicated == null) {
          store.backup(exchange);
        } else {
          replicated.backup(exchange);
        }
      }
      default -> throw unknown(path);
    }
  }

  private static Refused unknown(String path) {
    return new Refused(404, "there is no " + path + " in this version of the API");
  }

  private Map<String, @Nullable Object> status() {
    List<Member> members = node.members();
    Member self = members.getFirst();
    Map<String, @Nullable Object> json = new LinkedHashMap<>(facts.json());
    json.put("id", self.id().toString());
    json.put("phase", AdminJson.lower(node.phase()));
    json.put("phaseDetail", AdminJson.orNull(node.phaseDetail()));
    json.put("incarnation", self.incarnation());
    json.put("alive", members.stream().filter(Member::alive).count());
    json.put("protocol", node.protocol());
    try {
      NodeHealth health = node.health().join();
      json.put("viewAgreement", health.viewAgreement());
      json.put("localHealth", health.localHealth());
    } catch (CompletionException _) {
      json.put("viewAgreement", null); // The node is stopping.
      json.put("localHealth", null);
    }
    return json;
  }

  private Map<String, @Nullable Object> kv(HttpExchange exchange, byte[] body) throws Refused {
    String key = parameter(exchange, "key");
    GroupRoutes replicated = group;
    if (replicated != null) {
      return switch (exchange.getRequestMethod()) {
        case "GET" -> replicated.get(key, optional(exchange, "read"));
        case "PUT" -> replicated.put(key, body, optional(exchange, "ttl"));
        case "DELETE" -> replicated.delete(key);
        default -> throw new Refused(405, "/v1/kv takes GET, PUT and DELETE only");
      };
    }
    return switch (exchange.getRequestMethod()) {
      case "GET" -> store.get(key);
      case "PUT" -> store.put(key, body, optional(exchange, "ttl"));
      case "DELETE" -> store.delete(key);
      default -> throw new Refused(405, "/v1/kv takes GET, PUT and DELETE only");
    };
  }

  private Map<String, @Nullable Object> kvList(HttpExchange exchange) throws Refused {
    String given = optional(exchange, "prefix");
    String prefix = given == null ? "" : given;
    String after = optional(exchange, "after");
    String limit = optional(exchange, "limit");
    GroupRoutes replicated = group;
    return replicated == null
        ? store.list(prefix, after, limit)
        : replicated.list(prefix, after, limit, optional(exchange, "read"));
  }

  /// @param compact so many that the log up to now can go
  private Map<String, @Nullable Object> checkpoint(boolean compact) throws Refused {
    GroupRoutes replicated = group;
    return replicated == null ? store.checkpoint(compact) : replicated.checkpoint(compact);
  }

  private GroupRoutes group() throws Refused {
    GroupRoutes replicated = group;
    if (replicated == null) {
      throw new Refused(409, node.name() + " belongs to no group: it was started without voters");
    }
    return replicated;
  }

  private Map<String, @Nullable Object> tags(HttpExchange exchange) throws Refused {
    if (exchange.getRequestMethod().equals("GET")) {
      return network.tags();
    }
    require(exchange, "POST");
    return network.changeTags(parameters(exchange, "set"), parameters(exchange, "delete"));
  }

  private Map<String, @Nullable Object> stableView() throws Refused {
    StableView view =
        node.cluster()
            .stableView()
            .orElseThrow(() -> new Refused(404, node.name() + " holds no stable view yet"));
    return AdminJson.stableView(view, node.members());
  }

  /// `{name, asked}`: which addresses were asked to let the node in.
  private Map<String, @Nullable Object> join(HttpExchange exchange) throws Refused {
    String member = parameter(exchange, "member");
    try {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("name", node.name());
      json.put("asked", node.join(member).stream().map(Address::toString).toList());
      return json;
    } catch (IllegalArgumentException e) {
      throw new Refused(400, String.valueOf(e.getMessage()));
    } catch (UnknownHostException _) {
      throw new Refused(409, "the host of \"" + member + "\" is not known");
    }
  }

  /// `{name, phase}`.
  private Map<String, @Nullable Object> drain(HttpExchange exchange) throws Refused {
    String on = parameter(exchange, "on");
    if (!on.equals("true") && !on.equals("false")) {
      throw new Refused(400, "the parameter on is true or false");
    }
    Phase wanted = on.equals("true") ? Phase.DRAINING : Phase.UP;
    Phase phase = await(node.drain(wanted == Phase.DRAINING));
    if (phase != wanted) {
      throw new Refused(
          409,
          node.name()
              + " is "
              + AdminJson.lower(phase)
              + ": only a node that is up can be drained, and only one that drains be taken back");
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", node.name());
    json.put("phase", AdminJson.lower(phase));
    return json;
  }

  /// `{member, before}`: the member's state before.
  private Map<String, @Nullable Object> forceLeave(HttpExchange exchange) throws Refused {
    String name = parameter(exchange, "member");
    if (name.equals(node.name())) {
      throw new Refused(409, "this is " + name + " itself, which lives: use leave");
    }
    Member before =
        await(node.forceLeave(name))
            .orElseThrow(() -> new Refused(404, node.name() + " knows no member \"" + name + "\""));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("member", AdminJson.member(before));
    json.put("before", AdminJson.lower(before.state()));
    return json;
  }

  private static <T> T await(CompletableFuture<T> answer) throws Refused {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw new Refused(503, "the node is stopping");
    }
  }

  private Map<String, @Nullable Object> explain(HttpExchange exchange) throws Refused {
    String member = parameter(exchange, "member");
    Optional<Explanation> explanation = await(node.explain(member));
    return AdminJson.explanation(
        explanation.orElseThrow(
            () -> new Refused(404, node.name() + " knows no member \"" + member + "\"")));
  }

  private static HttpExchange require(HttpExchange exchange, String method) throws Refused {
    if (!exchange.getRequestMethod().equals(method)) {
      throw new Refused(405, exchange.getRequestURI().getPath() + " takes " + method + " only");
    }
    return exchange;
  }

  private static String parameter(HttpExchange exchange, String name) throws Refused {
    List<String> given = parameters(exchange, name);
    if (given.isEmpty()) {
      throw new Refused(400, "the parameter " + name + " is missing");
    }
    return given.getFirst();
  }

  private static @Nullable String optional(HttpExchange exchange, String name) {
    List<String> given = parameters(exchange, name);
    return given.isEmpty() ? null : given.getFirst();
  }

  private static List<String> parameters(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getRawQuery();
    List<String> given = new ArrayList<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        given.add(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
      }
    }
    return given;
  }

  private static void reply(HttpExchange exchange, int status, Object json) {
    byte[] body = (AdminJson.text(json) + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    try {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.getResponseBody().close();
    } catch (IOException e) {
      LOG.debug("a client did not wait for its answer", e);
    }
  }

  /// A request that is answered with an error.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Refused(int status, String sentence) {
      super(sentence);
      this.status = status;
    }
  }
}
