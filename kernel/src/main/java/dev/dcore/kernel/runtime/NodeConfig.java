package dev.dcore.kernel.runtime;

import dev.dcore.kernel.cluster.MemberName;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.swim.SwimConfig;

/// What a node is assembled from.
///
/// @param cluster the label that keeps two clusters apart
public record NodeConfig(String cluster, SwimConfig swim, Swim.Settings settings) {
  /// @throws IllegalArgumentException in one sentence for people
  public NodeConfig {
    MemberName.require("a cluster's label", cluster);
    MemberName.require("a member's name", settings.name());
  }
}
