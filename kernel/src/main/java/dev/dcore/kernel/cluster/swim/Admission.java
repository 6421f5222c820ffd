package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.ProtocolRange;
import dev.dcore.kernel.identity.NodeId;
import org.jspecify.annotations.Nullable;

/// Whom a member lets in: a name belongs to its living bearer, and a newcomer has to speak a
/// version of the protocol that all members speak.
final class Admission {
  private final Self self;
  private final MemberTable table;

  Admission(Self self, MemberTable table) {
    this.self = self;
    this.table = table;
  }

  /// Why this node is not let in, in one sentence, or null when it is.
  @Nullable String refusal(NodeId joiner, Profile profile) {
    if (joiner.equals(self.id())) {
      return null;
    }
    int bearer = table.slot(profile.name());
    boolean taken =
        self.profile().name().equals(profile.name())
            || (bearer != MemberTable.NONE
                && !table.id(bearer).equals(joiner)
                && table.participates(bearer));
    if (taken) {
      return "the name " + profile.name() + " belongs to a living member with another identity";
    }
    return foreign(profile.protocol());
  }

  /// The highest version that all living members speak, or 0 when they share none.
  int protocol() {
    ProtocolRange spoken = spoken();
    return spoken == null ? 0 : spoken.highest();
  }

  private @Nullable String foreign(ProtocolRange joiner) {
    // What all speak is a part of what this node speaks; mostly all nodes are of one release.
    if (joiner.equals(self.profile().protocol())) {
      return null;
    }
    ProtocolRange spoken = spoken();
    if (spoken == null || ProtocolRange.common(spoken, joiner) != null) {
      return null;
    }
    return "it speaks "
        + joiner
        + " of the protocol and this cluster "
        + spoken
        + ": use a release that speaks one of these";
  }

  private @Nullable ProtocolRange spoken() {
    ProtocolRange common = self.profile().protocol();
    for (int slot = 0; slot < table.slots(); slot++) {
      if (common != null && table.has(slot) && table.participates(slot)) {
        common = ProtocolRange.common(common, table.profile(slot).protocol());
      }
    }
    return common;
  }
}
