package dev.dcore.bench.codec;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.swim.Accusation;
import dev.dcore.kernel.cluster.swim.Claim;
import dev.dcore.kernel.cluster.swim.Rumors;
import dev.dcore.kernel.cluster.swim.SwimMessage;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The measured messages: what is sent most, what is sent in trouble, and the largest.
final class Messages {
  private static final int FULL_STATE_ENTRIES = 1_000;

  private Messages() {}

  static SwimMessage of(String name) {
    return switch (name) {
      case "ping" ->
          new SwimMessage.Ping(4_711, id(1).low(), 9_999, 0x0123456789abcdefL, 0, Rumors.NONE);
      case "gossip" ->
          new SwimMessage.Ping(
              4_711,
              id(1).low(),
              9_999,
              0x0123456789abcdefL,
              0,
              new Rumors(claims(3), accusations(3), List.of()));
      case "full" -> new SwimMessage.Welcome(entries());
      default -> throw new IllegalArgumentException("no message is called " + name);
    };
  }

  private static List<SwimMessage.StateEntry> entries() {
    List<SwimMessage.StateEntry> entries = new ArrayList<>();
    for (Claim claim : claims(FULL_STATE_ENTRIES)) {
      entries.add(new SwimMessage.StateEntry(claim, MemberState.ALIVE, NodeId.NONE));
    }
    return entries;
  }

  private static List<Claim> claims(int count) {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      claims.add(new Claim(id(i), Incarnation.ofBoot(1 + i % 40) + i, false, profile(i)));
    }
    return claims;
  }

  /// As long as one with a name, an address and two tags: others carry it and do not read it.
  private static byte[] profile(int number) {
    String text = "agent-" + number + " 10.0." + number / 250 + "." + number % 250 + ":7400";
    return (text + " role=worker zone=eu-" + number % 3).getBytes(StandardCharsets.UTF_8);
  }

  private static List<Accusation> accusations(int count) {
    List<Accusation> accusations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      accusations.add(new Accusation(id(i), Incarnation.ofBoot(1), i % 2 == 0, id(i + 1)));
    }
    return accusations;
  }

  private static NodeId id(int number) {
    Choice bits = Choices.seeded(number, "bench").choice("id");
    return new NodeId(bits.bits(), bits.bits());
  }
}
