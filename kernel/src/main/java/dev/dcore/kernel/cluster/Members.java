package dev.dcore.kernel.cluster;

import dev.dcore.kernel.identity.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The weak view of one node, for those of its protocols that look members up. Confined to the
/// node's loop.
public interface Members {
  /// All members as this node sees them, itself first; empty before it has started.
  List<Member> members();

  /// The member with this id, this node itself included, or null.
  @Nullable Member member(NodeId id);

  /// How many take part, this node included.
  int participants();
}
