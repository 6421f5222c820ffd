package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What programs rely on.
class ShapesTest {
  private static final MemberRow N1 =
      new MemberRow(
          "n1", "0a", "alive", "up", "127.0.0.1:7101", 16777216, null, Map.of("zone", "a"));
  private static final MemberRow N10 =
      new MemberRow("n10", "0c", "dead", "up", "127.0.0.1:7110", 16777217, null, Map.of());
  private static final MemberRow N2 =
      new MemberRow("n2", "0b", "suspect", "up", "127.0.0.1:7102", 33554432, 0.412, Map.of());

  private static final List<Finding> FOUND =
      List.of(
          Finding.ok("JDK", "JDK 25 in h"),
          Finding.wrong("n3", "n3 is gone: start it with `dcore up`"));

  @Test
  void membersAreAnArrayOfExactlyThese() {
    assertEquals(
        """
        [ {
          "name" : "n1",
          "id" : "0a",
          "state" : "alive",
          "phase" : "up",
          "address" : "127.0.0.1:7101",
          "incarnation" : 16777216,
          "rttMillis" : null,
          "zone" : "a",
          "tags" : {
            "zone" : "a"
          }
        }, {
          "name" : "n2",
          "id" : "0b",
          "state" : "suspect",
          "phase" : "up",
          "address" : "127.0.0.1:7102",
          "incarnation" : 33554432,
          "rttMillis" : 0.412,
          "zone" : null,
          "tags" : { }
        } ]
        """,
        MembersCommand.render(List.of(N2, N1), true));
  }

  @Test
  void membersAreATable() {
    assertEquals(
        """
        NAME  ADDRESS         STATE    INCARNATION  TAGS    ROUND TRIP
        n1    127.0.0.1:7101  alive    16777216     zone=a  -
        n2    127.0.0.1:7102  suspect  33554432     -       0.41 ms
        n10   127.0.0.1:7110  dead     16777217     -       -
        """,
        MembersCommand.render(List.of(N10, N2, N1), false));
  }

  @Test
  void membersAreFilteredByZoneAndTags() {
    MemberRow tagged =
        new MemberRow("n3", "0d", "alive", "up", "h:1", 1, null, Map.of("zone", "a", "rack", "r1"));
    List<MemberRow> all = List.of(N1, N2, tagged);
    assertEquals(List.of(N1, tagged), MembersCommand.wanted(all, "a", Map.of()));
    assertEquals(List.of(tagged), MembersCommand.wanted(all, null, Map.of("rack", "r1")));
    assertEquals(List.of(), MembersCommand.wanted(all, "b", Map.of("rack", "r1")));
    assertEquals(all, MembersCommand.wanted(all, null, Map.of()));
  }

  @Test
  void doctorIsAnObjectOfExactlyThese() {
    assertEquals(
        """
        {
          "well" : false,
          "findings" : [ {
            "level" : "ok",
            "check" : "JDK",
            "sentence" : "JDK 25 in h"
          }, {
            "level" : "wrong",
            "check" : "n3",
            "sentence" : "n3 is gone: start it with `dcore up`"
          } ]
        }
        """,
        DoctorCommand.render(FOUND, true));
  }

  @Test
  void doctorIsALineEach() {
    assertEquals(
        """
        ok     JDK  JDK 25 in h
        wrong  n3   n3 is gone: start it with `dcore up`

        one thing is wrong
        """,
        DoctorCommand.render(FOUND, false));
  }

  @Test
  void statusIsAnObjectOfExactlyThese() {
    assertEquals(
        """
        {
          "cluster" : "dcore",
          "leader" : "n1",
          "viewAgreement" : 0.875,
          "store" : {
            "leader" : "n1",
            "term" : 3,
            "commit" : 41,
            "keys" : 2,
            "lag" : {
              "n2" : 5
            }
          },
          "nodes" : [ {
            "name" : "n1",
            "pid" : 4711,
            "state" : "alive",
            "address" : "127.0.0.1:7101",
            "admin" : "127.0.0.1:7201"
          }, {
            "name" : "n2",
            "pid" : null,
            "state" : "dead",
            "address" : "127.0.0.1:7102",
            "admin" : "127.0.0.1:7202"
          } ]
        }
        """,
        status().render(true));
  }

  @Test
  void statusIsATable() {
    assertEquals(
        """
        cluster dcore, view agreement 88 %
        store: n1 leads in term 3, 41 entries committed; n2 lacks 5
        NAME  PID   STATE  ADDRESS         ADMIN
        n1    4711  alive  127.0.0.1:7101  127.0.0.1:7201
        n2    -     dead   127.0.0.1:7102  127.0.0.1:7202
        """,
        status().render(false));
  }

  private static ClusterStatus status() {
    return new ClusterStatus(
        "dcore",
        "n1",
        0.875,
        new StoreView("n1", 3, 41, 2, Map.of("n2", 5L)),
        List.of(
            new ClusterStatus.NodeStatus("n2", null, "dead", "127.0.0.1:7102", "127.0.0.1:7202"),
            new ClusterStatus.NodeStatus(
                "n1", 4711L, "alive", "127.0.0.1:7101", "127.0.0.1:7201")));
  }
}
