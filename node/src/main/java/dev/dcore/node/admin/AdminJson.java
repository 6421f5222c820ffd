package dev.dcore.node.admin;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.stable.StableMember;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.cluster.topology.Zone;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.node.ClusterEvent;
import dev.dcore.node.Explanation;
import dev.dcore.node.MemberChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON shapes of the admin API. Each is documented where it is made; a field once here keeps
/// its name and meaning.
public final class AdminJson {
  private static final double NANOS_PER_MICRO = 1_000.0;

  private AdminJson() {}

  /// `{name, id, state, phase, address, incarnation, rttMillis, zone, tags}`; `rttMillis` is null
  /// for the node itself and while there is no measurement, `zone` where none is said.
  public static Map<String, @Nullable Object> member(Member member) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", member.name());
    json.put("id", member.id().toString());
    json.put("state", lower(member.state()));
    json.put("phase", lower(member.phase()));
    json.put("address", member.address().toString());
    json.put("incarnation", member.incarnation());
    json.put("rttMillis", millis(member.rttNanos()));
    json.put("zone", orNull(Zone.of(member)));
    json.put("tags", member.metadata().asMap());
    return json;
  }

  public static List<Map<String, @Nullable Object>> members(List<Member> members) {
    return members.stream().map(AdminJson::member).toList();
  }

  /// `{lineage, number, member, members}`, where `member` says whether the node's process is in it;
  /// each of `members` is `{name, id, boot, since, address, state}`, the last as the node's weak
  /// view has it: name, address and state are null where that does not know the member.
  public static Map<String, @Nullable Object> stableView(StableView view, List<Member> members) {
    Map<NodeId, Member> known = new LinkedHashMap<>();
    members.forEach(member -> known.put(member.id(), member));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("lineage", Long.toHexString(view.lineage()));
    json.put("number", view.number());
    Member self = members.getFirst();
    json.put("member", view.contains(self.id(), Incarnation.boot(self.incarnation())));
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (StableMember each : view.members()) {
      Member member = known.get(each.id());
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("name", member == null ? null : member.name());
      row.put("id", each.id().toString());
      row.put("boot", each.boot());
      row.put("since", each.since());
      row.put("address", member == null ? null : member.address().toString());
      row.put("state", member == null ? null : lower(member.state()));
      rows.add(row);
    }
    json.put("members", rows);
    return json;
  }

  /// `{at, kind, accuser, member}`, or `{at, kind: "event", event: {name, payload, payloadBase64,
  /// time, origin, coalesced}}` for what an application told the cluster, where `payload` is null
  /// when it is no UTF-8, or `{at, kind: "resync", members}` for a watcher that begins or fell
  /// behind. `accuser` is null where nobody accuses.
  public static Map<String, @Nullable Object> change(MemberChange change) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("at", change.at().toString());
    switch (change) {
      case MemberChange.Changed(var _, var event) -> {
        json.put("kind", event.kind().label());
        json.put("accuser", orNull(event.accuser()));
        json.put("member", member(event.member()));
      }
      case MemberChange.Told(var _, ClusterEvent event) -> {
        json.put("kind", "event");
        json.put("event", event(event));
      }
      case MemberChange.Resync(var _, var members) -> {
        json.put("kind", "resync");
        json.put("members", members(members));
      }
    }
    return json;
  }

  private static Map<String, @Nullable Object> event(ClusterEvent event) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", event.name());
    json.put("payload", textOrNull(event.payload()));
    json.put("payloadBase64", Base64.getEncoder().encodeToString(event.payload()));
    json.put("time", event.time());
    json.put("origin", event.origin());
    json.put("coalesced", event.coalesced());
    return json;
  }

  /// Null for what is no UTF-8.
  static @Nullable String textOrNull(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /// `{member, id, state, incarnation, observer, observedAt, steps, accuser, confirmedBy,
  /// accuserSteps, note}`; a step is `{at, kind, via, detail}`. `confirmedBy` has the names of
  /// those whose own probes failed as well. `accuser` is null where nobody accuses, `accuserSteps`
  /// where its record is not known or is `steps`.
  public static Map<String, @Nullable Object> explanation(Explanation explanation) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("member", explanation.member());
    json.put("id", explanation.id());
    json.put("state", lower(explanation.state()));
    json.put("incarnation", explanation.incarnation());
    json.put("observer", explanation.observer());
    json.put("observedAt", explanation.observedAt().toString());
    json.put("steps", steps(explanation.own()));
    json.put("accuser", orNull(explanation.accuser()));
    json.put("confirmedBy", explanation.confirmedBy());
    List<Explanation.Step> accuserSteps = explanation.accuserSteps();
    json.put("accuserSteps", accuserSteps == null ? null : steps(accuserSteps));
    json.put("note", orNull(explanation.note()));
    return json;
  }

  /// On one line.
  public static String text(Object json) {
    try {
      return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Map<String, Object>> steps(List<Explanation.Step> steps) {
    List<Map<String, Object>> json = new ArrayList<>();
    for (Explanation.Step step : steps) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("at", step.at().toString());
      row.put("kind", step.kind());
      row.put("via", step.via());
      row.put("detail", step.detail());
      json.add(row);
    }
    return json;
  }

  /// Null for a negative number, which stands for none.
  static @Nullable Double millis(long nanos) {
    return nanos < 0 ? null : Math.round(nanos / NANOS_PER_MICRO) / 1_000.0;
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// Inside, a text that says nothing is empty; in JSON it is null.
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
