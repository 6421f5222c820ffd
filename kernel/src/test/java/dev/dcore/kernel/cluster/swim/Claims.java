package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.Tag;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.List;

/// Claims for tests: small ones, and valid ones of any size.
public final class Claims {
  private static final String NAME_CHARACTERS = "abcxyzABCXYZ0189._-";

  private static final List<Phase> PHASES = List.of(Phase.values());

  private Claims() {}

  static NodeId id(int number) {
    return new NodeId(0, number);
  }

  static Claim of(int number, long incarnation, Phase phase) {
    return new Claim(
        id(number), "n" + number, new Address("host", number), incarnation, phase, Metadata.EMPTY);
  }

  static MemberEntry entry(int number) {
    Claim claim = of(number, Incarnation.ofBoot(1), Phase.UP);
    return new MemberEntry(claim, MemberState.ALIVE, 0);
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
    return new Claim(
        new NodeId(-1, number),
        name,
        address,
        Incarnation.MAX - 1,
        Phase.LEAVING,
        new Metadata(tags));
  }

  /// Any valid claim.
  public static Claim random(Choice choice) {
    return new Claim(
        new NodeId(choice.bits(), choice.bits() | 1),
        "n" + text(choice, NAME_CHARACTERS, choice.below(64)),
        address(choice),
        choice.between(1, Incarnation.MAX),
        PHASES.get(choice.below(PHASES.size())),
        metadata(choice));
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
