package dev.dcore.bench;

import dev.dcore.kernel.cluster.swim.SwimConfig;
import java.util.Locale;

/// Whose figures stand beside each other, all in the same simulator.
enum Contender {
  /// What is shipped.
  OURS,
  /// SWIM as in its paper (Das, Gupta, Motivala, DSN 2002), with the same period and timeouts.
  SWIM,
  /// The protocol with the parameters of HashiCorp memberlist's `DefaultLANConfig`.
  MEMBERLIST;

  SwimConfig config() {
    return switch (this) {
      case OURS -> SwimConfig.DEFAULT;
      case SWIM -> SwimConfig.PLAIN_SWIM;
      case MEMBERLIST -> SwimConfig.MEMBERLIST_LAN;
    };
  }

  /// As in JSON.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
