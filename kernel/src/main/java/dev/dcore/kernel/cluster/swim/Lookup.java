package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What others ask of a node's view: it reads, and changes nothing.
record Lookup(Self self, View view) {
  /// All members, this node first; those are left out whose name a living one bears now.
  List<Member> members() {
    List<Member> members = new ArrayList<>();
    members.add(self.view());
    for (int slot = 0; slot < view.table().slots(); slot++) {
      if (view.table().has(slot) && !view.table().isReplaced(slot)) {
        members.add(view.table().view(slot));
      }
    }
    return members;
  }

  /// The member with this id, or null.
  @Nullable Member member(NodeId id) {
    if (self.id().equals(id)) {
      return self.view();
    }
    int slot = view.table().slot(id);
    return slot == MemberTable.NONE ? null : view.table().view(slot);
  }

  /// Why this node believes what it believes of a member, or null when it knows no such member.
  ///
  /// @param member a name or an id
  @Nullable Evidence evidence(long nowNanos, String member) {
    NodeId id = NodeId.parse(member);
    int slot = view.table().slot(member);
    if (slot == MemberTable.NONE && id != null) {
      slot = view.table().slot(id);
    }
    if (slot == MemberTable.NONE) {
      return null;
    }
    return new Evidence(
        view.table().id(slot),
        view.table().name(slot),
        view.table().incarnation(slot),
        view.table().state(slot),
        view.table().accuser(slot),
        view.nameOf(view.table().accuser(slot)),
        view.table().evidence(slot).steps(nowNanos));
  }

  /// The member of this name or id, or null; of one name, one that takes part before the others.
  @Nullable Member member(String nameOrId) {
    NodeId id = NodeId.parse(nameOrId);
    Member known = id == null ? null : member(id);
    if (known != null || self.profile().name().equals(nameOrId)) {
      return known == null ? self.view() : known;
    }
    int slot = view.table().slot(nameOrId);
    return slot == MemberTable.NONE ? null : view.table().view(slot);
  }
}
