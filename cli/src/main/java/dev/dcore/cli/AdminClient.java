package dev.dcore.cli;

import dev.dcore.kernel.transport.Address;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// A client of an agent's admin API: one connection a request, in HTTP/1.0, whose bodies end with
/// the connection. The JDK's HTTP clients take longer to load than such a command runs.
///
/// @param name how messages call the agent
public record AdminClient(String name, Address address, String token) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /// The members of the largest cluster, a hundred thousand, fit.
  private static final int ANSWER_BYTES_MAX = 64 << 20;

  private static final byte[] NO_BODY = new byte[0];
  private static final int HEADER_BYTES_MAX = 8 << 10;

  /// An answer with an error's status.
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private final int status;

    Refused(int status, String sentence) {
      super(sentence);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  JsonObject status(Duration timeout) throws IOException {
    return JsonObject.parse(request("GET", "/v1/status", timeout));
  }

  List<MemberRow> members(Duration timeout) throws IOException {
    return MemberRow.listOf(JsonObject.parseList(request("GET", "/v1/members", timeout)));
  }

  JsonObject stableView(Duration timeout) throws IOException {
    return JsonObject.parse(request("GET", "/v1/stable-view", timeout));
  }

  JsonObject explain(String member, Duration timeout) throws IOException {
    return JsonObject.parse(request("GET", "/v1/explain?member=" + encoded(member), timeout));
  }

  JsonObject topology(Duration timeout) throws IOException {
    return JsonObject.parse(request("GET", "/v1/topology", timeout));
  }

  JsonObject reachability(Duration timeout) throws IOException {
    return JsonObject.parse(request("GET", "/v1/reachability", timeout));
  }

  JsonObject roundTrip(String from, String to, Duration timeout) throws IOException {
    String query = "?from=" + encoded(from) + "&to=" + encoded(to);
    return JsonObject.parse(request("GET", "/v1/rtt" + query, timeout));
  }

  JsonObject event(String name, byte[] payload, boolean coalesced, Duration timeout)
      throws IOException {
    String query = "?name=" + encoded(name) + "&coalesced=" + coalesced;
    return JsonObject.parse(request("POST", "/v1/event" + query, payload, timeout));
  }

  JsonObject tags(Duration timeout) throws IOException {
    return JsonObject.parse(request("GET", "/v1/tags", timeout));
  }

  /// @return all tags afterwards
  JsonObject changeTags(Map<String, String> set, List<String> delete, Duration timeout)
      throws IOException {
    StringJoiner query = new StringJoiner("&", "?", "");
    set.forEach((key, value) -> query.add("set=" + encoded(key + "=" + value)));
    delete.forEach(key -> query.add("delete=" + encoded(key)));
    return JsonObject.parse(request("POST", "/v1/tags" + query, timeout));
  }

  /// @param read `linearizable`, `follower` or `local`
  JsonObject kvGet(String key, String read, Duration timeout) throws IOException {
    String query = "?key=" + encoded(key) + "&read=" + encoded(read);
    return JsonObject.parse(request("GET", "/v1/kv" + query, timeout));
  }

  /// @param ttlMillis 0 for ever
  JsonObject kvPut(String key, byte[] value, long ttlMillis, Duration timeout) throws IOException {
    String ttl = ttlMillis == 0 ? "" : "&ttl=" + ttlMillis;
    return JsonObject.parse(request("PUT", "/v1/kv?key=" + encoded(key) + ttl, value, timeout));
  }

  JsonObject kvDelete(String key, Duration timeout) throws IOException {
    return JsonObject.parse(request("DELETE", "/v1/kv?key=" + encoded(key), timeout));
  }

  /// @param after the last key of the page before, or empty
  /// @param read as for [#kvGet]
  JsonObject kvList(String prefix, String after, int limit, String read, Duration timeout)
      throws IOException {
    String from = after.isEmpty() ? "" : "&after=" + encoded(after);
    String query =
        "?prefix=" + encoded(prefix) + from + "&limit=" + limit + "&read=" + encoded(read);
    return JsonObject.parse(request("GET", "/v1/kv/list" + query, timeout));
  }

  /// @param expected null when there has to be no such key
  JsonObject kvCompareAndSet(String key, @Nullable String expected, byte[] value, Duration timeout)
      throws IOException {
    String query =
        "?key=" + encoded(key) + (expected == null ? "" : "&expected=" + encoded(expected));
    return JsonObject.parse(request("PUT", "/v1/kv/cas" + query, value, timeout));
  }

  /// How the agent's replica of the store stands.
  JsonObject group(Duration timeout) throws IOException {
    return JsonObject.parse(request("GET", "/v1/group", timeout));
  }

  /// @param path below `/v1/store/`
  JsonObject store(String path, Duration timeout) throws IOException {
    return JsonObject.parse(request("POST", "/v1/store/" + path, timeout));
  }

  /// Copies a backup as it comes; whether it is whole, its bytes say.
  void backup(OutputStream to, Duration timeout) throws IOException {
    try (Socket socket = connect()) {
      send(socket, "GET", "/v1/store/backup", NO_BODY, timeout).transferTo(to);
    }
  }

  /// Asks the agent to be with that member; whether it came to be, its events say.
  ///
  /// @param member `HOST:PORT`
  /// @return which addresses were asked
  public List<String> join(String member, Duration timeout) throws IOException {
    return JsonObject.parse(request("POST", "/v1/join?member=" + encoded(member), timeout))
        .texts("asked");
  }

  JsonObject drain(boolean on, Duration timeout) throws IOException {
    return JsonObject.parse(request("POST", "/v1/drain?on=" + on, timeout));
  }

  JsonObject forceLeave(String member, Duration timeout) throws IOException {
    String query = URLEncoder.encode(member, StandardCharsets.UTF_8);
    return JsonObject.parse(request("POST", "/v1/force-leave?member=" + query, timeout));
  }

  void leave(Duration timeout) throws IOException {
    request("POST", "/v1/leave", timeout);
  }

  /// Opens the stream of events.
  public Events events() throws IOException {
    return stream("/v1/events");
  }

  /// Opens the stream of what becomes of keys.
  ///
  /// @param from the first position of interest, or 0 for what comes
  Events kvWatch(String prefix, long from) throws IOException {
    return stream("/v1/kv/watch?prefix=" + encoded(prefix) + "&from=" + from);
  }

  private Events stream(String path) throws IOException {
    Socket socket = connect();
    try {
      InputStream in = send(socket, "GET", path, NO_BODY, Events.SILENCE_MAX);
      return new Events(
          socket, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// An open stream of events. One thread reads; any may close.
  public record Events(Socket socket, BufferedReader lines) implements AutoCloseable {
    /// The agent sends an empty line every 5 seconds.
    static final Duration SILENCE_MAX = Duration.ofSeconds(12);

    /// The next event's line, or null when the time is over.
    ///
    /// @param deadlineNanos of `System.nanoTime()`, or `Long.MAX_VALUE`
    /// @throws IOException when the agent is gone or silent
    public @Nullable String next(long deadlineNanos) throws IOException {
      while (true) {
        long remaining =
            deadlineNanos == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (remaining <= 0) {
          return null;
        }
        boolean bounded = remaining < SILENCE_MAX.toMillis();
        socket.setSoTimeout((int) (bounded ? remaining : SILENCE_MAX.toMillis()));
        try {
          String line = lines.readLine();
          if (line == null) {
            throw new IOException("it has ended");
          }
          if (!line.isEmpty()) {
            return line;
          }
        } catch (SocketTimeoutException e) {
          if (!bounded) {
            throw new IOException("it does not answer", e);
          }
        }
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException _) {
        // It is not used any more.
      }
    }
  }

  private String request(String method, String path, Duration timeout) throws IOException {
    return request(method, path, NO_BODY, timeout);
  }

  private String request(String method, String path, byte[] sent, Duration timeout)
      throws IOException {
    try (Socket socket = connect()) {
      InputStream in = send(socket, method, path, sent, timeout);
      byte[] body = in.readNBytes(ANSWER_BYTES_MAX + 1);
      if (body.length > ANSWER_BYTES_MAX) {
        throw new IOException("the answer is too large");
      }
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(address.host(), address.port()), (int) CONNECT_TIMEOUT.toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// @return the body, behind the header
  private InputStream send(Socket socket, String method, String path, byte[] sent, Duration timeout)
      throws IOException {
    socket.setSoTimeout((int) timeout.toMillis());
    String head =
        method
            + " "
            + path
            + " HTTP/1.0\r\nHost: "
            + address
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Length: "
            + sent.length
            + "\r\n\r\n";
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    whole.writeBytes(sent);
    socket.getOutputStream().write(whole.toByteArray());
    InputStream in = new BufferedInputStream(socket.getInputStream());
    int status = status(line(in));
    while (!line(in).isEmpty()) {
      // Nothing in the header matters to this client.
    }
    if (status >= 300) {
      String body = new String(in.readNBytes(HEADER_BYTES_MAX), StandardCharsets.UTF_8);
      throw new Refused(status, sentence(status, body));
    }
    return in;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int status(String line) throws IOException {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
      throw new IOException("it does not speak HTTP");
    }
    try {
      return Integer.parseInt(parts[1]);
    } catch (NumberFormatException e) {
      throw new IOException("it does not speak HTTP", e);
    }
  }

  private static String sentence(int status, String body) {
    try {
      return JsonObject.parse(body).text("error");
    } catch (IOException _) {
      return "the agent answered with status " + status;
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (line.size() <= HEADER_BYTES_MAX) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("it closed the connection without an answer");
      }
      if (next == '\n') {
        return line.toString(StandardCharsets.US_ASCII).strip();
      }
      line.write(next);
    }
    throw new IOException("its header is too long");
  }
}
