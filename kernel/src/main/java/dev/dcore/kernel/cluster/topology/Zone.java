package dev.dcore.kernel.cluster.topology;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.Tag;

/// The zone of a member: what fails together, as a data centre or a rack. It is what the member's
/// tag `zone` says, so that it travels, changes and is shown as every tag.
public final class Zone {
  /// The reserved tag.
  public static final String TAG = "zone";

  /// Of members that do not say.
  public static final String NONE = "";

  private Zone() {}

  public static String of(Member member) {
    return of(member.metadata());
  }

  /// [#NONE] when there is no such tag.
  public static String of(Metadata metadata) {
    for (Tag tag : metadata.tags()) {
      if (tag.key().equals(TAG)) {
        return tag.value();
      }
    }
    return NONE;
  }
}
