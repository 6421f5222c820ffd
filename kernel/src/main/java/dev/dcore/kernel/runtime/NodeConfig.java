package dev.dcore.kernel.runtime;

import dev.dcore.kernel.cluster.MemberName;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import org.jspecify.annotations.Nullable;

/// What a node is assembled from.
///
/// @param cluster the label that keeps two clusters apart
/// @param group the consensus group that the node belongs to, or null for none
public record NodeConfig(
    String cluster, SwimConfig swim, Swim.Settings settings, @Nullable GroupConfig group) {
  /// @throws IllegalArgumentException in one sentence for people
  public NodeConfig {
    MemberName.require("a cluster's label", cluster);
    MemberName.require("a member's name", settings.name());
  }

  /// A node that belongs to no group.
  public NodeConfig(String cluster, SwimConfig swim, Swim.Settings settings) {
    this(cluster, swim, settings, null);
  }

  public NodeConfig withGroup(GroupConfig other) {
    return new NodeConfig(cluster, swim, settings, other);
  }
}
