package dev.dcore.bench.kv;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// What a turn of load has measured.
///
/// @param operations that succeeded before the turn was over
/// @param errors of those begun in it, also of those that were never answered
/// @param nanos how long the turn was
/// @param p50Nanos from the call to the answer; 0 when nothing succeeded, as for `p99Nanos`
/// @param firstError in words, or nothing
public record KvMeasured(
    long operations, long errors, long nanos, long p50Nanos, long p99Nanos, String firstError) {
  private static final double NANOS_PER_SECOND = 1e9;

  public double perSecond() {
    return operations * NANOS_PER_SECOND / nanos;
  }

  /// One line, as the loading process says it.
  String line() {
    return "operations=%d errors=%d nanos=%d p50=%d p99=%d first=%s"
        .formatted(
            operations, errors, nanos, p50Nanos, p99Nanos, firstError.replaceAll("\\s+", "_"));
  }

  static KvMeasured parse(String line) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String field : line.split(" ", -1)) {
      int at = field.indexOf('=');
      if (at > 0) {
        fields.put(field.substring(0, at), field.substring(at + 1));
      }
    }
    try {
      return new KvMeasured(
          number(fields, "operations"),
          number(fields, "errors"),
          number(fields, "nanos"),
          number(fields, "p50"),
          number(fields, "p99"),
          fields.getOrDefault("first", "").replace('_', ' '));
    } catch (NumberFormatException e) {
      throw new IOException("the loading process said \"" + line + "\"", e);
    }
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, ""));
  }
}
