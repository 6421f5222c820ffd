package dev.dcore.node.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dcore.node.Node;
import dev.dcore.node.agent.Agent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerTest {
  private record Answer(int status, String body) {}

  @TempDir private Path directory;
  private Agent agent;
  private String token;

  @BeforeEach
  void start() throws Exception {
    agent =
        Agent.start(
            Node.builder().name("n1"),
            directory,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    token = AdminToken.load(directory.resolve(AdminToken.FILE)).value();
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void aWrongTokenOpensNothing() throws Exception {
    token = "0".repeat(32);
    assertEquals(401, ask("GET", "/v1/members").status());
  }

  @Test
  void theTokenIsForItsOwnerOnly() throws Exception {
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(directory.resolve(AdminToken.FILE))));
  }

  @Test
  void theTokenIsKeptOverRestarts() throws Exception {
    assertEquals(token, AdminToken.loadOrCreate(directory).value());
  }

  @Test
  void membersHaveTheirDocumentedFields() throws Exception {
    List<Object> members = JSON.std.listFrom(ask("GET", "/v1/members").body());
    assertEquals(
        List.of(
            "name", "id", "state", "phase", "address", "incarnation", "rttMillis", "zone", "tags"),
        List.copyOf(((Map<?, ?>) members.getFirst()).keySet()));
  }

  @Test
  void statusSaysWhatAgentJsonSays() throws Exception {
    Map<String, Object> status = JSON.std.mapFrom(ask("GET", "/v1/status").body());
    Map<String, Object> file = JSON.std.mapFrom(Files.readString(directory.resolve("agent.json")));
    assertTrue(status.entrySet().containsAll(file.entrySet()), status::toString);
    assertEquals(ProcessHandle.current().pid(), ((Number) file.get("pid")).longValue());
  }

  @Test
  void anEventIsSentOrRefused() throws Exception {
    assertEquals(202, ask("POST", "/v1/event?name=deploy").status());
    assertEquals(409, ask("POST", "/v1/event?name=a+b").status());
    assertEquals(400, ask("POST", "/v1/event").status());
  }

  @Test
  void tagsAreChangedOneByOne() throws Exception {
    ask("POST", "/v1/tags?set=zone%3Da&set=rack%3Dr+1");
    Map<String, Object> after =
        JSON.std.mapFrom(ask("POST", "/v1/tags?delete=zone&set=os%3Dlinux").body());
    assertEquals(Map.of("rack", "r 1", "os", "linux"), after.get("tags"));
    assertEquals(after, JSON.std.mapFrom(ask("GET", "/v1/tags").body()));
  }

  @Test
  void aTagThatCannotBeIsRefused() throws Exception {
    assertEquals(400, ask("POST", "/v1/tags?set=zone").status());
    assertEquals(400, ask("POST", "/v1/tags?set=a+b%3Dc").status());
  }

  @Test
  void theNetworkHasItsDocumentedFields() throws Exception {
    Map<String, Object> topology = JSON.std.mapFrom(ask("GET", "/v1/topology").body());
    assertEquals(List.of("observer", "members", "roundTrips"), List.copyOf(topology.keySet()));
    Map<?, ?> member = (Map<?, ?>) ((List<?>) topology.get("members")).getFirst();
    assertEquals(List.of("name", "zone", "state", "coordinate"), List.copyOf(member.keySet()));
    Map<String, Object> reachability = JSON.std.mapFrom(ask("GET", "/v1/reachability").body());
    assertEquals(
        List.of("observer", "members", "paths", "broken", "silent"),
        List.copyOf(reachability.keySet()));
    Map<String, Object> rtt = JSON.std.mapFrom(ask("GET", "/v1/rtt?from=n1&to=n1").body());
    assertEquals(
        List.of("from", "to", "estimatedMillis", "error", "measuredMillis", "note"),
        List.copyOf(rtt.keySet()));
    assertEquals(404, ask("GET", "/v1/rtt?from=n1&to=n2").status());
  }

  @Test
  void anUnknownPathIsOneSentence() throws Exception {
    Answer answer = ask("GET", "/v2/members");
    assertEquals(404, answer.status());
    assertEquals(List.of("error"), List.copyOf(JSON.std.mapFrom(answer.body()).keySet()));
  }

  @Test
  void aWrongMethodIsRefused() throws Exception {
    assertEquals(405, ask("GET", "/v1/leave").status());
  }

  @Test
  void aMissingParameterIsRefused() throws Exception {
    assertEquals(400, ask("GET", "/v1/explain").status());
  }

  @Test
  void anUnknownMemberIsNotFound() throws Exception {
    assertEquals(404, ask("GET", "/v1/explain?member=nobody").status());
  }

  @Test
  void drainIsSeenAndUndone() throws Exception {
    agent.node().awaitUp(Duration.ofSeconds(10));
    assertEquals(200, ask("POST", "/v1/drain?on=true").status());
    assertTrue(ask("GET", "/v1/members").body().contains("\"phase\":\"draining\""));
    assertEquals(200, ask("POST", "/v1/drain?on=false").status());
    assertEquals("up", JSON.std.mapFrom(ask("GET", "/v1/status").body()).get("phase"));
    assertEquals(400, ask("POST", "/v1/drain?on=maybe").status());
  }

  @Test
  void whoLivesHereIsNotForcedToLeave() throws Exception {
    assertEquals(409, ask("POST", "/v1/force-leave?member=n1").status());
    assertEquals(404, ask("POST", "/v1/force-leave?member=nobody").status());
  }

  @Test
  void aLargeBodyIsRefused() throws Exception {
    HttpURLConnection connection = open("POST", "/v1/leave");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(17 << 10);
    connection.getOutputStream().write(new byte[17 << 10]);
    assertEquals(413, connection.getResponseCode());
  }

  @Test
  void eventsBeginWithAResync() throws Exception {
    HttpURLConnection connection = open("GET", "/v1/events");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("resync", JSON.std.mapFrom(lines.readLine()).get("kind"));
    }
  }

  @Test
  void leaveAnswersAndThenTheAgentEnds() throws Exception {
    assertEquals(202, ask("POST", "/v1/leave").status());
    agent.awaitDown();
    assertTrue(Files.notExists(directory.resolve("agent.json")));
  }

  private Answer ask(String method, String path) throws Exception {
    HttpURLConnection connection = open(method, path);
    int status = connection.getResponseCode();
    var in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    return new Answer(status, new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  private HttpURLConnection open(String method, String path) throws Exception {
    URI uri = URI.create("http://" + agent.facts().admin() + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty("Authorization", "Bearer " + token);
    connection.setReadTimeout(20_000);
    return connection;
  }
}
