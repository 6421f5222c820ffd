package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.Tag;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.MalformedFrame;
import java.util.ArrayList;
import java.util.List;

/// Claims for tests: small ones, and valid ones of any size.
public final class Claims {
  private static final String NAME_CHARACTERS = "abcxyzABCXYZ0189._-";

  private Claims() {}

  static NodeId id(int number) {
    return new NodeId(0, number);
  }

  static Claim of(int number, long incarnation, boolean left) {
    return claim(
        id(number),
        incarnation,
        left,
        new Profile("n" + number, new Address("host", number), Metadata.EMPTY));
  }

  static KnownClaim known(int number, long incarnation, boolean left) {
    return known(of(number, incarnation, left));
  }

  static KnownClaim known(Claim claim) {
    try {
      return KnownClaim.read(claim);
    } catch (MalformedFrame e) {
      throw new AssertionError(e);
    }
  }

  static Claim claim(NodeId id, long incarnation, boolean left, Profile profile) {
    return new Claim(id, incarnation, left, SwimMessages.PROFILE.encode(profile));
  }

  /// A table that knows of the members with these numbers, from 1 on.
  static MemberTable table(int members) {
    MemberTable table = new MemberTable();
    for (int number = 1; number <= members; number++) {
      table.merge(0, known(number, Incarnation.ofBoot(1), false), MemberState.ALIVE, NodeId.NONE);
    }
    return table;
  }

  /// The view of a node that knows nobody yet.
  static View view(Self self, Choices choices) {
    SwimConfig config = SwimConfig.DEFAULT;
    LocalHealth health = new LocalHealth(config.health().scoreMax());
    Stalls stalls = new Stalls(config.health().stallNanos(), config.health().silenceNanos());
    return new View(config, self, choices, KnownClaims.UNSHARED, health, stalls);
  }

  /// The largest that is valid: nobody's claim takes more bytes.
  static Claim largest(int number) {
    String name = ("n" + number + "-".repeat(64)).substring(0, 64);
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tags.add(new Tag("k" + i, "\u00e9".repeat(80)));
    }
    tags.add(new Tag("r", "x"));
    Address address = new Address("h".repeat(255), 65535);
    return claim(
        new NodeId(-1, number),
        Incarnation.MAX - 1,
        true,
        new Profile(name, address, new Metadata(tags)));
  }

  /// Any valid claim.
  public static Claim random(Choice choice) {
    return claim(
        new NodeId(choice.bits(), choice.bits() | 1),
        choice.between(1, Incarnation.MAX),
        choice.chance(0.5),
        new Profile(
            "n" + text(choice, NAME_CHARACTERS, choice.below(64)),
            address(choice),
            metadata(choice)));
  }

  public static Address address(Choice choice) {
    String host = "h" + text(choice, "abc019.-:", choice.below(255));
    return new Address(host, (int) choice.between(1, 65535));
  }

  private static Metadata metadata(Choice choice) {
    Metadata metadata = Metadata.EMPTY;
    int count = choice.below(12);
    for (int i = 0; i < count; i++) {
      List<Tag> tags = new ArrayList<>(metadata.tags());
      String key = "k" + i + text(choice, NAME_CHARACTERS, choice.below(62));
      tags.add(new Tag(key, value(choice)));
      try {
        metadata = new Metadata(tags);
      } catch (IllegalArgumentException e) {
        // Over the bound with this one: what is there stays.
        return metadata;
      }
    }
    return metadata;
  }

  /// Of one to four bytes a character.
  private static String value(Choice choice) {
    StringBuilder text = new StringBuilder();
    int count = choice.below(128);
    String[] alphabet = {"x", "\u00e9", "\u20ac", "\ud83d\ude00"};
    for (int i = 0; i < count; i++) {
      text.append(alphabet[choice.below(alphabet.length)]);
    }
    return text.toString();
  }

  private static String text(Choice choice, String alphabet, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(alphabet.charAt(choice.below(alphabet.length())));
    }
    return text.toString();
  }
}
