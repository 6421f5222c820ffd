package dev.dcore.kernel.wire;

import java.util.Map;

/// Which fields of a record hold nested records: what the bytes alone do not say, since a text and
/// a record look alike.
///
/// @param name of the record, for messages of failed tests
public record Shape(String name, Map<Integer, Shape> nested) {
  static final Shape ADDRESS = new Shape("address", Map.of());
  static final Shape TAG = new Shape("tag", Map.of());
  static final Shape CLAIM = new Shape("claim", Map.of());
  static final Shape ACCUSATION = new Shape("accusation", Map.of());
  static final Shape DOUBT = new Shape("doubt", Map.of());
  static final Shape STATE_ENTRY = new Shape("state entry", Map.of(1, CLAIM));
  static final Shape EVENT = new Shape("event", Map.of());
  static final Shape EVENT_NAME = new Shape("event name", Map.of());
  static final Shape OLD_EVENT = new Shape("old event", Map.of(1, EVENT));
  static final Shape SUBJECT = new Shape("subject", Map.of());
  static final Shape PEER_ROW = new Shape("peer row", Map.of());
  static final Shape EVIDENCE_STEP = new Shape("evidence step", Map.of());
}
