package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// What people read.
class TextTest {
  @Test
  void aDeathIsExplainedByItsAccuserAndTheObserver() throws Exception {
    String text =
        ExplanationText.of(
            JsonObject.parse(
                """
                {"member": "n3", "id": "0c", "state": "dead", "incarnation": 16777216,
                 "observer": "n2", "observedAt": "2026-01-01T12:00:09Z",
                 "steps": [
                   {"at": "2026-01-01T12:00:02Z", "kind": "suspicion-heard", "via": "n1",
                    "detail": "incarnation 16777216"}],
                 "accuser": "n1", "confirmedBy": ["n4", "n5"],
                 "accuserSteps": [
                   {"at": "2026-01-01T12:00:01Z", "kind": "relay-asked", "via": "n2", "detail": ""},
                   {"at": "2026-01-01T12:00:02Z", "kind": "no-answer", "via": "",
                    "detail": "by the end of the period, on no path"}],
                 "note": null}
                """));

    assertEquals(
        """
        n3 is dead: the probe of n1 failed, as did those of n4, n5, and nobody refuted it in time (incarnation 16777216, \
        as n2 sees it)

        n1, whose probe failed, saw:
          TIME  n1 asked n2 to ping n3
          TIME  nothing came by the end of the period, on no path

        n2 saw:
          TIME  n2 heard that n1 suspects n3
        """,
        text.replaceAll("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "TIME"));
  }

  @Test
  void anEventIsOneLineWhateverItsPayload() throws Exception {
    String line =
        ChangeText.of(
            """
            {"at": "2026-01-01T12:00:01.123Z", "kind": "event",
             "event": {"name": "deploy", "payload": "v2\\u001b[2J", "payloadBase64": "", "time": 4,
                       "origin": "n1", "coalesced": false}}
            """,
            "n2");
    assertTrue(line.endsWith(":01.123 event deploy v2?[2J (from n1)"), () -> line);
  }

  @Test
  void aChangeIsOneLine() throws Exception {
    String line =
        ChangeText.of(
            """
            {"at": "2026-01-01T12:00:01.123Z", "kind": "suspected", "accuser": "n1",
             "member": {"name": "n3", "id": "0c", "state": "suspect", "phase": "up",
                        "address": "127.0.0.1:7103", "incarnation": 16777216, "rttMillis": null,
                        "tags": {}}}
            """,
            "n2");
    assertTrue(line.matches("\\d\\d:\\d\\d:01\\.123 n3 suspect \\(accused by n1\\)"), () -> line);
  }
}
