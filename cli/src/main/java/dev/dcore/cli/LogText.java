package dev.dcore.cli;

import dev.dcore.kernel.persistence.log.Inspection;
import dev.dcore.kernel.persistence.log.Inspection.SegmentFacts;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogIdentity;
import dev.dcore.kernel.persistence.log.Recovered.Truncated;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was found in a log's files, for people and as JSON.
record LogText(Path directory, Inspection found) {
  boolean intact() {
    return found.intact();
  }

  String table() {
    StringBuilder text = new StringBuilder();
    LogIdentity identity = found.identity();
    text.append(
        identity == null
            ? "there is no log in " + directory + "\n"
            : "log " + id(identity) + cluster(identity) + " in " + directory + "\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%-22s %20s %20s %12s %12s%n",
            "segment",
            "first",
            "last",
            "used",
            "bytes"));
    for (SegmentFacts segment : found.segments()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-22s %20d %20d %12d %12d%s%n",
              segment.file(),
              segment.firstSequence(),
              segment.lastSequence(),
              segment.usedBytes(),
              segment.bytes(),
              segment.rewrittenThrough() < segment.firstSequence()
                  ? ""
                  : "  rewritten through " + segment.rewrittenThrough()));
    }
    for (String other : found.others()) {
      text.append(String.format(Locale.ROOT, "%-22s not part of the log%n", other));
    }
    text.append("records ")
        .append(found.firstSequence())
        .append(" to ")
        .append(found.lastSequence())
        .append(", known to be synced through ")
        .append(found.durableThrough())
        .append('\n');
    return text.append(verdict()).toString();
  }

  String verdict() {
    StringBuilder text = new StringBuilder();
    switch (found.damage()) {
      case null -> {}
      case LogEffect.Corrupt(String file, long offset, long sequence, String reason) ->
          text.append(place(file, offset))
              .append("damaged, from record ")
              .append(sequence)
              .append(" on: ")
              .append(reason)
              .append('\n');
      case LogEffect.Refused(String reason) -> text.append(reason).append('\n');
      case LogEffect other -> text.append(other).append('\n');
    }
    for (Truncated torn : found.truncated()) {
      text.append(place(torn.file(), torn.offset()))
          .append("torn end of ")
          .append(torn.bytes())
          .append(" bytes, from record ")
          .append(torn.sequence())
          .append(" on, never known to be synced: ")
          .append(torn.reason())
          .append('\n');
    }
    return text.isEmpty() ? "every byte is as it was written\n" : text.toString();
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    LogIdentity identity = found.identity();
    fields.put("log", identity == null ? null : id(identity));
    fields.put("cluster", identity == null ? null : identity.cluster());
    fields.put("firstSequence", found.firstSequence());
    fields.put("lastSequence", found.lastSequence());
    fields.put("durableThrough", found.durableThrough());
    List<Object> segments = new ArrayList<>();
    for (SegmentFacts segment : found.segments()) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("file", segment.file());
      facts.put("firstSequence", segment.firstSequence());
      facts.put("lastSequence", segment.lastSequence());
      facts.put("usedBytes", segment.usedBytes());
      facts.put("bytes", segment.bytes());
      facts.put("rewrittenThrough", segment.rewrittenThrough());
      segments.add(facts);
    }
    fields.put("segments", segments);
    fields.put("others", found.others());
    List<Object> torn = new ArrayList<>();
    for (Truncated end : found.truncated()) {
      torn.add(problem(end.file(), end.offset(), end.sequence(), end.reason()));
    }
    fields.put("torn", torn);
    fields.put(
        "damage",
        switch (found.damage()) {
          case null -> null;
          case LogEffect.Corrupt(String file, long offset, long sequence, String reason) ->
              problem(file, offset, sequence, reason);
          case LogEffect.Refused(String reason) -> Map.of("reason", reason);
          case LogEffect other -> Map.of("reason", other.toString());
        });
    fields.put("intact", found.intact());
    return fields;
  }

  private static Map<String, Object> problem(
      String file, long offset, long sequence, String reason) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file);
    fields.put("offset", offset);
    fields.put("sequence", sequence);
    fields.put("reason", reason);
    return fields;
  }

  private String place(String file, long offset) {
    return directory.resolve(file) + ", offset " + offset + ": ";
  }

  private static String id(LogIdentity identity) {
    return String.format(Locale.ROOT, "%016x%016x", identity.high(), identity.low());
  }

  private static String cluster(LogIdentity identity) {
    return identity.cluster().isEmpty() ? "" : " of cluster " + identity.cluster();
  }
}
